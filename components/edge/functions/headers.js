// Headers of responses: sets those of SET, and takes those of REMOVED out. Runs at viewer response.
// ECMAScript 5.1.
function handler(event) {
  var headers = event.response.headers;
  for (var i = 0; i < REMOVED.length; i += 1) {
    delete headers[REMOVED[i]];
  }
  for (var name in SET) {
    headers[name] = { value: SET[name] };
  }
  return event.response;
}

// A single-page site: every path without a file's ending is the page itself, which reads the path.
// Runs at viewer request. ECMAScript 5.1.
function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf('/') + 1);
  if (last.indexOf('.') === -1) {
    request.uri = '/index.html';
  }
  return request;
}

// A site of several pages: /guide/ is the page /guide/index.html, and /guide leads there, so that
// links of the page that are relative hold. Runs at viewer request. ECMAScript 5.1.
function query(given) {
  var parts = [];
  for (var name in given) {
    var values = given[name].multiValue || [given[name]];
    for (var i = 0; i < values.length; i += 1) {
      parts.push(values[i].value === '' ? name : name + '=' + values[i].value);
    }
  }
  return parts.length > 0 ? '?' + parts.join('&') : '';
}

function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf('/') + 1);
  if (last === '') {
    request.uri += 'index.html';
    return request;
  }
  if (last.indexOf('.') !== -1) {
    return request;
  }
  // Browsers take a path that begins with two slashes, or a backslash, for another host.
  var path = request.uri.replace(/^[\/\\]+/, '/');
  return {
    statusCode: 301,
    statusDescription: 'Moved Permanently',
    headers: { location: { value: path + '/' + query(request.querystring) } }
  };
}

// A/B test: SHARE percent of new visitors get PAGE-b.html in place of PAGE.html, and a cookie that
// keeps them there. Runs at viewer request and at viewer response, which draw alike: both know the
// id of the request. ECMAScript 5.1.
var COOKIE = 'variant';

function drawn(requestId) {
  var sum = 0;
  for (var i = 0; i < requestId.length; i += 1) {
    sum = (sum * 31 + requestId.charCodeAt(i)) % 1000003;
  }
  return sum % 100 < SHARE ? 'b' : 'a';
}

function kept(request) {
  var cookie = request.cookies && request.cookies[COOKIE];
  return cookie && (cookie.value === 'a' || cookie.value === 'b') ? cookie.value : null;
}

function handler(event) {
  var request = event.request;
  var variant = kept(request) || drawn(event.context.requestId);
  if (event.context.eventType === 'viewer-request') {
    if (request.uri === '/') {
      request.uri = '/index.html';
    }
    if (request.uri === '/index.html' && variant === 'b') {
      request.uri = '/index-b.html';
    }
    return request;
  }
  var response = event.response;
  if (!kept(request)) {
    response.cookies = response.cookies || {};
    response.cookies[COOKIE] = {
      value: variant,
      attributes: 'Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax'
    };
  }
  return response;
}

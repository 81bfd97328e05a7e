// Keeps a WebSocket open on which the status of the user's orders arrives. API Gateway closes a
// connection after ten minutes without a message and after two hours: it is pinged, and opened
// again, after which everything is read again, since what came between was missed.
const PING_MS = 5 * 60 * 1000;
const LONGEST_WAIT_MS = 30 * 1000;

export function watch(url, token, { update, state, again }) {
  let socket = null;
  let timer = null;
  let stopped = false;
  let tries = 0;

  function open() {
    // A browser can set no header; the API reads the token from the query, which it logs nowhere.
    socket = new WebSocket(`${url}?token=${encodeURIComponent(token)}`);
    let ping = null;
    socket.onopen = () => {
      state('Live');
      ping = setInterval(() => socket.send(JSON.stringify({ action: 'ping' })), PING_MS);
      if (tries > 0) {
        again();
      }
      tries = 0;
    };
    socket.onmessage = (message) => {
      const found = JSON.parse(message.data);
      if (found.type === 'order-status') {
        update(found);
      }
    };
    socket.onclose = () => {
      clearInterval(ping);
      if (stopped) {
        return;
      }
      tries += 1;
      state('Connecting again');
      timer = setTimeout(open, Math.min(LONGEST_WAIT_MS, 1000 * 2 ** tries) * Math.random());
    };
  }

  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket.close();
  };
}

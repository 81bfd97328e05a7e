// The page of the shop: signs a user in, lists products and orders, places orders, and shows each
// new status that arrives on the user's WebSocket. Texts go into the page as text, never as HTML.
import { config } from './config.js';
import { signIn } from './sign_in.js';
import { backFromSignIn, goToSignIn, goToSignOut, nameIn } from './sign_in_page.js';
import { ask } from './graphql.js';
import { watch } from './updates.js';

const PRODUCTS = `query Products($next: String) {
  products(limit: 20, nextToken: $next) { products { id name priceCents } nextToken }
}`;
const ORDERS = '{ myOrders(limit: 20) { orders { id status totalCents } } orderUpdates { url } }';
const PLACE = `mutation Place($input: PlaceOrderInput!, $key: String!) {
  placeOrder(input: $input, idempotencyKey: $key) { id status totalCents }
}`;

const $ = (id) => document.getElementById(id);
let token = '';
let stop = () => {};

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

const price = (cents) => (cents / 100).toLocaleString(undefined, { minimumFractionDigits: 2 });

function showProblem(error) {
  $('problem').textContent = error ? error.message : '';
  $('problem').hidden = !error;
}

// Runs what a click asks for, once at a time; what goes wrong is shown.
async function once(button, work) {
  button.disabled = true;
  showProblem(null);
  try {
    await work();
  } catch (error) {
    showProblem(error);
  } finally {
    button.disabled = false;
  }
}

function setStatus(row, status) {
  row.lastChild.textContent = status.toLowerCase();
  row.lastChild.dataset.status = status;
}

function showOrder({ id, totalCents, status }, { first = false } = {}) {
  const row = document.createElement('tr');
  row.dataset.order = id;
  row.append(element('td', id), element('td', price(totalCents)), element('td', ''));
  setStatus(row, status);
  if (first) {
    $('orders').prepend(row);
  } else {
    $('orders').append(row);
  }
}

// A status may arrive before the answer that says the order was placed: it is kept until then.
const early = new Map();

function update({ orderId, status }) {
  const row = [...$('orders').children].find((each) => each.dataset.order === orderId);
  if (row) {
    setStatus(row, status);
  } else {
    early.set(orderId, status);
  }
}

async function placeOrder(product, key) {
  const input = { lines: [{ itemId: product.id, quantity: 1 }] };
  const { placeOrder: placed } = await ask(token, PLACE, { input, key });
  const known = [...$('orders').children].some((each) => each.dataset.order === placed.id);
  if (!known) {
    showOrder({ ...placed, status: early.get(placed.id) || placed.status }, { first: true });
  }
}

function showProduct(product) {
  const item = document.createElement('li');
  const button = element('button', 'Order');
  // The same key until an order was answered: a second click after an error orders once.
  let key = crypto.randomUUID();
  button.addEventListener('click', () => once(button, async () => {
    await placeOrder(product, key);
    key = crypto.randomUUID();
  }));
  item.dataset.product = product.id;
  item.append(element('span', product.name), element('span', price(product.priceCents)), button);
  $('products').append(item);
}

async function showProducts(next = null) {
  const { products } = await ask(token, PRODUCTS, { next });
  products.products.forEach(showProduct);
  const more = $('more');
  more.hidden = products.nextToken === null;
  more.onclick = () => once(more, () => showProducts(products.nextToken));
}

async function showOrders() {
  const { myOrders, orderUpdates } = await ask(token, ORDERS);
  $('orders').replaceChildren();
  myOrders.orders.forEach((order) => showOrder(order));
  return orderUpdates.url;
}

async function open(user) {
  $('user-name').textContent = user;
  $('products').replaceChildren();
  const [url] = await Promise.all([showOrders(), showProducts()]);
  const state = (text) => { $('connection').textContent = text; };
  stop = watch(url, token, { update, state, again: () => showOrders().catch(showProblem) });
  $('sign-in').hidden = $('sign-in-page').hidden = true;
  $('shop').hidden = $('user').hidden = false;
}

// Where a stage has no sign-in page, this one asks for the password itself.
async function askToSignIn() {
  const { signInPage } = await config();
  $('shop').hidden = $('user').hidden = true;
  $('sign-in-page').hidden = !signInPage;
  $('sign-in').hidden = Boolean(signInPage);
}

async function begin() {
  await askToSignIn();
  const found = await backFromSignIn();
  if (found !== null) {
    token = found;
    await open(nameIn(found));
  }
}

$('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  once(form.querySelector('button'), async () => {
    token = await signIn(form.user.value, form.password.value);
    form.password.value = '';
    await open(form.user.value);
  });
});

$('sign-in-page').querySelector('button').addEventListener('click', (event) => {
  once(event.target, goToSignIn);
});

$('sign-out').addEventListener('click', (event) => once(event.target, async () => {
  stop();
  token = '';
  early.clear();
  await askToSignIn();
  if ((await config()).signInPage) {
    await goToSignOut();
  }
}));

begin().catch(showProblem);

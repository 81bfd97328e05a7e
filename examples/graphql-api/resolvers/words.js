export function request(ctx) {
  return { operation: 'Invoke', payload: { text: ctx.source.text } };
}

export function response(ctx) {
  return ctx.result;
}

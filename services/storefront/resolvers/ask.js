import { util } from '@aws-appsync/utils';

// Asks a function for a field, with as much of the context as runtime/graphql reads.
export function request(ctx) {
  const headers = ctx.request.headers;
  return {
    operation: 'Invoke',
    payload: {
      info: { parentTypeName: ctx.info.parentTypeName, fieldName: ctx.info.fieldName },
      arguments: ctx.args,
      source: ctx.source,
      identity: { claims: ctx.identity.claims },
      request: {
        headers: {
          authorization: headers.authorization,
          'x-correlation-id': headers['x-correlation-id'],
        },
      },
    },
  };
}

// A function that crashed or ran out of time says what is inside: the log has it, the caller not.
export function response(ctx) {
  if (ctx.error) {
    util.error('not available now, try again later', 'ServiceUnavailable');
  }
  const error = ctx.result.error;
  if (error) {
    util.error(error.message, error.type, null, { details: error.details });
  }
  return ctx.result.data;
}

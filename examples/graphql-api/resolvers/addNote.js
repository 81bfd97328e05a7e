import { util } from '@aws-appsync/utils';

export function request(ctx) {
  if (ctx.args.text.length > 200) {
    util.error('text must have 200 characters at most', 'BadRequest');
  }
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ id: util.autoId() }),
    attributeValues: util.dynamodb.toMapValues({ text: ctx.args.text }),
  };
}

export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}

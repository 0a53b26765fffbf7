/** Pitfall 21. See docs/pitfalls.md. */
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { withLambdaAuthorizer } from '../routes.ts';
import { thrownIn } from '../thrown.ts';

export const authorizerFails: Cause = {
  id: 'authorizer-fails',
  signs: {
    statuses: [500],
    types: ['AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR'],
    words: /"message": ?null|who calls could not be found out|Authorizer(?:Failure|Configuration)Exception/i,
  },
  says: 'The authorizer failed: it threw an error, took too long, returned an invalid policy, or API Gateway is not allowed to call it.',
  fix: 'The log of its function has the error. For an invalid token, the authorizer must return a policy that denies, or the error Unauthorized.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --level error`,
  async check({ symptom: { text, type }, stage }) {
    const asked = withLambdaAuthorizer(await stage.operations());
    if (asked.length === 0) return ruledOut('no operation of the stage has a Lambda authorizer');
    if (/Invalid permissions/i.test(text))
      return confirmed('API Gateway is not allowed to call the function of the authorizer.', {
        fix: 'Deploy: apikit creates the permission again.',
        next: `apikit deploy --stage ${stage.stage}`,
      });
    const message = thrownIn(text) ?? text.split('\n')[0]!.trim();
    if (type !== undefined || /AUTHORIZER_/.test(text))
      return confirmed(message.length > 0 ? `It said: ${message.slice(0, 300)}` : 'API Gateway says so.');
    const [latest] = await stage.functionErrors();
    return possible(latest && `The latest error in the log of the function: ${latest.text.slice(0, 300)}`);
  },
};

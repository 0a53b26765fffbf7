/** Pitfall 21. See docs/pitfalls.md. */
import { type Cause, not, possible, so } from '../cause.ts';
import { withLambdaAuthorizer } from '../routes.ts';
import { thrownIn } from '../thrown.ts';

export const authorizerFails: Cause = {
  id: 'authorizer-fails',
  looks: {
    statuses: [500],
    types: ['AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR'],
    words: /"message": ?null|who calls could not be found out|Authorizer(?:Failure|Configuration)Exception/i,
  },
  says: 'The authorizer failed: it threw, took too long, returned what is no policy, or may not be called.',
  fix: 'Its error is in the log of the function that it is part of; a token that is not good has to be answered with a policy that denies, or with the error Unauthorized.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --level error`,
  async check({ symptom: { text, type }, stage }) {
    const asked = withLambdaAuthorizer(await stage.operations());
    if (asked.length === 0) return not('no operation of the stage has a Lambda authorizer');
    if (/Invalid permissions/i.test(text))
      return so('API Gateway may not call the function of the authorizer.', {
        fix: 'Deploy: the permission is made again.',
        next: `apikit deploy --stage ${stage.stage}`,
      });
    const said = thrownIn(text) ?? text.split('\n')[0]!.trim();
    if (type !== undefined || /AUTHORIZER_/.test(text))
      return so(said.length > 0 ? `It said: ${said.slice(0, 300)}` : 'API Gateway says so.');
    const [latest] = await stage.functionErrors();
    return possible(latest && `The latest error in the log of the function: ${latest.text.slice(0, 300)}`);
  },
};

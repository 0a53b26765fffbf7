import { type Cause, confirmed, possible } from '../cause.ts';
import { operationAt } from '../routes.ts';

export const integrationTimeout: Cause = {
  id: 'integration-timeout',
  signs: { statuses: [504], types: ['INTEGRATION_TIMEOUT'], text: /endpoint request timed out|took too long/i },
  says: 'The integration took longer than API Gateway waits, which is 29 seconds unless the operation sets a shorter timeout.',
  fix: "Find the slow call in the log of the function, and give it a timeout shorter than the function's timeout, which must be shorter than the gateway's. Move longer work into a queue.",
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 504`,
  async check({ symptom: { text, type, request }, stage }) {
    const [all, fn] = await Promise.all([stage.operations(), stage.liveFunction()]);
    const met = request && operationAt(all, request);
    const operations = met ? [met] : all;
    const waits = Math.min(29_000, ...operations.flatMap(({ timeout }) => timeout ?? [])) / 1_000;
    const chain = fn
      ? `API Gateway waits at least ${waits} s, and the function may run for ${fn.timeout} s.`
      : undefined;
    if (fn && fn.timeout > waits)
      return confirmed(`${chain} So the caller gets a response before the function ends.`, {
        fix: `Set function.timeout: ${Math.max(1, Math.floor(waits) - 1)} or less in apikit.yaml, with shorter timeouts for the calls of the function, and deploy.`,
      });
    return text === '' && type === undefined ? possible(chain) : confirmed(chain ?? 'API Gateway reported it.');
  },
};

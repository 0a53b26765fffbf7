import { type Check, fine, found, NOTHING } from '../finding.ts';

export const functionState: Check = {
  id: 'function-state',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const live = await stage.evidence.liveFunction();
    const { release } = await stage.evidence.live();
    if (live === undefined)
      return release === undefined
        ? NOTHING
        : found({
            severity: 'error',
            says: `The version of the function that release ${release} names does not exist.`,
            why: 'Every request to it gets a 500.',
            fix: 'Deploy, or roll back to a release whose version exists.',
            command: `apikit releases --stage ${stage.name}`,
          });
    if (live.reserved === 0)
      return found({
        severity: 'error',
        says: 'The function is turned off: its reserved concurrency is 0.',
        why: 'Every request to it gets a 500.',
        fix: `Turn it on again, unless that was on purpose: aws lambda delete-function-concurrency --function-name ${live.name}`,
      });
    if (live.state === 'Active') return fine(`version ${live.version} of the function is active`);
    return found({
      severity: 'error',
      says: `Version ${live.version} of the function is ${live.state}${live.stateReason === undefined ? '' : `: ${live.stateReason}`}.`,
      why: 'Requests fail until it is active.',
      fix: 'Deploy, or roll back to the previous release.',
      command: `apikit releases --stage ${stage.name}`,
    });
  },
};

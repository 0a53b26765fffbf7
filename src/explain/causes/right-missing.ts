import { type Cause, not, possible, so } from '../cause.ts';

const DENIED = /is not authorized to perform:? ([\w-]+:\w+)(?: on resource: (\S+))?/i;

export const rightMissing: Cause = {
  id: 'right-missing',
  looks: { statuses: [500, 502], text: /AccessDenied|is not authorized to perform|UnauthorizedOperation/i },
  says: 'The role of the function may not do what the handler does.',
  fix: 'Allow it under function.permissions in apikit.yaml, unless it is a call to a table of the stage, which a deploy grants by itself; then deploy.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ symptom: { text, request }, stage }) {
    const of = (one: string) => DENIED.exec(one) ?? undefined;
    const told =
      of(text) ?? (request ? undefined : (await stage.functionErrors()).map((one) => of(one.text)).find(Boolean));
    const said = told && `The log names ${told[1]}${told[2] ? ` on ${told[2].replace(/[.,"]+$/, '')}` : ''}.`;
    // Of one request the log says enough, and the plan that comes next compares the role.
    const lost = request && said !== undefined ? [] : await stage.missingRights();
    if (lost.length > 0)
      return so(
        `${said ?? ''} The role has not what the live release needs: ${lost.join(', ')}. Somebody changed it.`.trim(),
        {
          fix: 'Deploy: the role gets its rights again.',
          next: `apikit deploy --stage ${stage.stage}`,
        },
      );
    if (said !== undefined) return so(said);
    return text === ''
      ? not('the log names no right that is missing, and the role has all that the release needs')
      : possible();
  },
};

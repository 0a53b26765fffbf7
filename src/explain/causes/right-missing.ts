import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

const DENIED = /is not authorized to perform:? ([\w-]+:\w+)(?: on resource: (\S+))?/i;

export const rightMissing: Cause = {
  id: 'right-missing',
  signs: { statuses: [500, 502], text: /AccessDenied|is not authorized to perform|UnauthorizedOperation/i },
  says: 'The role of the function does not allow a call that the handler makes.',
  fix: 'Allow it under function.permissions in apikit.yaml, and deploy. A deploy grants calls to the tables of the stage by itself.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ symptom: { text, request }, stage }) {
    const of = (one: string) => DENIED.exec(one) ?? undefined;
    const missing =
      of(text) ?? (request ? undefined : (await stage.functionErrors()).map((one) => of(one.text)).find(Boolean));
    const detail =
      missing && `The log names ${missing[1]}${missing[2] ? ` on ${missing[2].replace(/[.,"]+$/, '')}` : ''}.`;
    // For a single request the log says enough, and the plan that follows compares the role.
    const lost = request && detail !== undefined ? [] : await stage.missingRights();
    if (lost.length > 0)
      return confirmed(
        `${detail ?? ''} The role lacks permissions that the live release needs: ${lost.join(', ')}. It was changed outside of apikit.`.trim(),
        {
          fix: 'Deploy: apikit restores the permissions of the role.',
          next: `apikit deploy --stage ${stage.stage}`,
        },
      );
    if (detail !== undefined) return confirmed(detail);
    return text === ''
      ? ruledOut('the log names no missing permission, and the role has all permissions that the release needs')
      : possible();
  },
};

import { type Cause, confirmed, ruledOut } from '../cause.ts';

const SIGNS =
  /ParameterNotFound|can't find the specified secret|marked for deletion|marked deleted|secret .*(?:not found|expired)|SecretsManager/i;

export const secretMissing: Cause = {
  id: 'secret-missing',
  signs: { statuses: [500, 502], text: SIGNS },
  says: 'A secret that the handler uses does not exist, or is scheduled for deletion.',
  fix: 'Create it again, or restore it, under the name in function.secrets of apikit.yaml; the function reads it at its start.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ symptom: { text, request }, stage }) {
    const missing = await stage.missingSecrets();
    if (missing.length > 0) return confirmed(missing.join(' '));
    if (SIGNS.test(text)) return confirmed('The log says so. Each secret that apikit.yaml names exists now.');
    const logged = request ? undefined : (await stage.functionErrors()).find((one) => SIGNS.test(one.text));
    return logged
      ? confirmed(`The log has it at ${logged.at}.`)
      : ruledOut('each secret that apikit.yaml names exists');
  },
};

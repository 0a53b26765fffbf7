import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const quotaUsedUp: Cause = {
  id: 'quota-used-up',
  signs: { statuses: [429], types: ['QUOTA_EXCEEDED'], text: /limit exceeded|quota of this api key|quota exceeded/i },
  says: 'A key has used up the quota of its usage plan.',
  fix: 'It works again in the next period. The command plans extend gives one key more requests before that. For a larger quota, change usagePlans in apikit.yaml and deploy.',
  next: (stage) => `apikit keys usage --stage ${stage}`,
  async check({ symptom: { type }, stage }) {
    const limited = (await stage.plans()).filter(({ quota }) => quota);
    if (limited.length === 0) return ruledOut('no usage plan of the stage has a quota');
    const quotas = limited
      .map(({ name, quota }) => `${name} ${quota!.limit} a ${quota!.period.toLowerCase()}`)
      .join('; ');
    const spent = await stage.spentKeys();
    const names = spent.map(({ key, plan }) => `${key} of plan ${plan}`).join('; ');
    if (spent.length > 0) return confirmed(`Used up: ${names}. Quotas, for each key: ${quotas}.`);
    return type === undefined
      ? possible(`Quotas, for each key: ${quotas}; none is used up now.`)
      : confirmed(`Quotas, for each key: ${quotas}.`);
  },
};

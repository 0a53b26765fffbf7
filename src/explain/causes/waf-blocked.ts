import { type Cause, possible, ruledOut } from '../cause.ts';

export const wafBlocked: Cause = {
  id: 'waf-blocked',
  signs: {
    statuses: [403],
    types: ['WAF_FILTERED'],
    words: /(?:^|")forbidden(?:"|$)|the request was refused/im,
  },
  says: 'AWS WAF blocked the request.',
  fix: 'The sampled requests of the web ACL in the WAF console name the rule. Allow the caller there, or change the request.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 403`,
  async check({ stage }) {
    const { webAcl } = await stage.live();
    return webAcl === undefined
      ? ruledOut('the stage has no web ACL')
      : possible(`The stage has the web ACL ${webAcl}.`);
  },
};

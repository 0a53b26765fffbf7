import { type Cause, confirmed, possible } from '../cause.ts';

/** A handler that checks its caller's token itself logs such texts, too. */
const OF_CALLER = /\btokens?\b[^\n]{0,80}\bexpired|expired token|jwt expired|TokenExpired/i;

export const secretExpired: Cause = {
  id: 'secret-expired',
  signs: {
    text: /(?:secret|credential|password|token|api ?key|certificate|access key)s?\b[^\n]{0,80}\b(?:has |have |is |was )?(?:expired|revoked|rotated|no longer valid)|(?:expired|revoked) (?:secret|credential|password|token|api ?key|certificate)|CERT_HAS_EXPIRED|InvalidClientTokenId|invalid_grant/i,
  },
  says: 'A secret that the handler uses exists but is no longer accepted: it has expired, or its service replaced it.',
  fix: 'Write the new value under the same name in Parameter Store or Secrets Manager; the function reads it when it starts, so deploy, or wait until its processes have ended.',
  next: (stage) => `apikit logs errors --stage ${stage} --since 1d --yes`,
  check({ symptom: { text } }) {
    if (text === '') return possible();
    return OF_CALLER.test(text)
      ? possible('It may also be the token that the caller sent.')
      : confirmed('The called service reported it to the handler.');
  },
};

import { counted } from '../../text/counted.ts';
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { operationAt } from '../routes.ts';

export const apiKeyMissing: Cause = {
  id: 'api-key-missing',
  signs: { statuses: [403], types: ['INVALID_API_KEY'], words: WORDS_OF.INVALID_API_KEY },
  says: 'The operation needs an API key, and the request came without a valid key of this stage.',
  fix: 'Send the value of a key of this stage in the header x-api-key.',
  next: (stage) => `apikit keys list --stage ${stage}`,
  async check({ symptom: { request, type }, stage }) {
    const keysOf = async () => {
      const keys = await stage.keys();
      const disabled = keys.filter(({ enabled }) => !enabled).length;
      const of = disabled === 0 ? '' : `, of which ${disabled} ${disabled === 1 ? 'is' : 'are'} disabled`;
      return keys.length === 0 ? 'the stage has no keys' : `the stage has ${counted(keys.length, 'key')}${of}`;
    };
    if (type === 'INVALID_API_KEY' && request)
      return confirmed(`${request.method} ${request.path} needs a key, and ${await keysOf()}.`);
    const guarded = (await stage.operations()).filter(({ key }) => key);
    if (guarded.length === 0) return ruledOut('no operation of the stage needs an API key');
    if (request && !operationAt(guarded, request))
      return ruledOut(`${request.method} ${request.path} needs no API key`);
    const met = `${guarded.length} ${guarded.length === 1 ? 'operation needs' : 'operations need'} a key, and ${await keysOf()}.`;
    return type === 'INVALID_API_KEY' || request ? confirmed(met) : possible(met);
  },
};

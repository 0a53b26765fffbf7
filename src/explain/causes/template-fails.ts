import { counted } from '../../text/counted.ts';
import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const templateFails: Cause = {
  id: 'template-fails',
  signs: {
    statuses: [500],
    types: ['API_CONFIGURATION_ERROR'],
    text: /unable to transform|no match for output mapping|unable to parse statusCode|unable to base64/i,
    words: WORDS_OF.API_CONFIGURATION_ERROR,
  },
  says: 'API Gateway cannot apply a mapping of an operation: its template fails, or no integration response matches.',
  fix: 'Check the templates under x-amazon-apigateway-integration in the contract.',
  next: () => 'apikit openapi lint',
  async check({ symptom: { text }, stage }) {
    const mapped = (await stage.operations()).filter(
      ({ integration, method }) => integration !== undefined && !/_proxy$/i.test(integration) && method !== 'OPTIONS',
    );
    if (/unable to|no match for output/i.test(text)) return confirmed('API Gateway reported it.');
    return mapped.length === 0
      ? ruledOut('no operation of the stage has mappings of its own')
      : possible(`With mappings of their own: ${counted(mapped.length, 'operation')}.`);
  },
};

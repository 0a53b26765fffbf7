import { WORDS_OF } from '../answer-words.ts';
import { type Cause, confirmed, ruledOut } from '../cause.ts';

export const stageVariable: Cause = {
  id: 'stage-variable',
  signs: {
    statuses: [500],
    types: ['API_CONFIGURATION_ERROR'],
    text: /invalid endpoint address|names no Lambda function/i,
    words: WORDS_OF.API_CONFIGURATION_ERROR,
  },
  says: 'An integration names a stage variable that the stage does not have.',
  fix: 'Add it under variables of the stage in apikit.yaml, and deploy.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ stage }) {
    const [{ variables }, operations] = await Promise.all([stage.live(), stage.operations()]);
    const missing = operations.flatMap(({ method, path, uri = '' }) =>
      [...uri.matchAll(/\$\{stageVariables\.(\w+)\}/g)].flatMap(([, name]) =>
        Object.hasOwn(variables, name!) ? [] : [`${name} of ${method} ${path}`],
      ),
    );
    return missing.length > 0
      ? confirmed(`Missing: ${[...new Set(missing)].join(', ')}.`)
      : ruledOut('the stage has every stage variable that an integration names');
  },
};

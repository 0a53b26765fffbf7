/** The members of definitions and states (https://states-language.net/spec.html). Pure. */

export const TOP_MEMBERS = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'];

interface Members {
  readonly both: readonly string[];
  readonly jsonPath: readonly string[];
  readonly jsonata: readonly string[];
}

const EVERY = ['Type', 'Comment', 'QueryLanguage'];
const MOVES = [...EVERY, 'Next', 'End', 'Assign'];
const PATHS = ['InputPath', 'OutputPath'];
const WORK = [...PATHS, 'Parameters', 'ResultPath', 'ResultSelector'];
const HANDLERS = ['Retry', 'Catch'];
const ITEMS = ['ItemReader', 'ItemBatcher', 'ItemProcessor', 'Iterator', 'ResultWriter', 'Label', 'MaxConcurrency'];
const TOLERATED = ['ToleratedFailureCount', 'ToleratedFailurePercentage'];

/** By type, and by the query language that a state uses. */
export const MEMBERS: Readonly<Record<string, Members>> = {
  Task: {
    both: [...MOVES, ...HANDLERS, 'Resource', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
    jsonPath: [...WORK, 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
    jsonata: ['Arguments', 'Output'],
  },
  Pass: { both: MOVES, jsonPath: [...PATHS, 'Parameters', 'ResultPath', 'Result'], jsonata: ['Output'] },
  Choice: { both: [...EVERY, 'Choices', 'Default', 'Assign'], jsonPath: PATHS, jsonata: ['Output'] },
  Wait: {
    both: [...MOVES, 'Seconds', 'Timestamp'],
    jsonPath: [...PATHS, 'SecondsPath', 'TimestampPath'],
    jsonata: ['Output'],
  },
  Succeed: { both: EVERY, jsonPath: PATHS, jsonata: ['Output'] },
  Fail: { both: [...EVERY, 'Error', 'Cause'], jsonPath: ['ErrorPath', 'CausePath'], jsonata: [] },
  Parallel: { both: [...MOVES, ...HANDLERS, 'Branches'], jsonPath: WORK, jsonata: ['Arguments', 'Output'] },
  Map: {
    both: [...MOVES, ...HANDLERS, ...ITEMS, ...TOLERATED],
    jsonPath: [
      ...WORK,
      'ItemsPath',
      'ItemSelector',
      'MaxConcurrencyPath',
      'ToleratedFailureCountPath',
      'ToleratedFailurePercentagePath',
    ],
    jsonata: ['Items', 'ItemSelector', 'Output'],
  },
};

import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../src/states-language/check-definition.ts';
import { taskPermissions } from '../../src/states-language/task-permissions.ts';

const CHARGE = 'arn:aws:lambda:eu-west-1:111122223333:function:charge';
const PLACE = { partition: 'aws', region: 'eu-west-1', account: '111122223333' };
const task = (more: object = {}) => ({ Type: 'Task', Resource: CHARGE, End: true, ...more });
const machine = (states: Record<string, object>, more: object = {}) => ({
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});
const faultsOf = (value: unknown) =>
  checkDefinition(typeof value === 'string' ? value : JSON.stringify(value)).faults.map(
    ({ at, message }) => `${at} ${message}`,
  );

describe('a definition', () => {
  it('has no faults if Step Functions accepts it', () => {
    const inner = machine({ Item: task() });
    const states = {
      Choose: {
        Type: 'Choice',
        Choices: [{ Variable: '$.paid', BooleanEquals: true, Next: 'Both' }],
        Default: 'Wait',
      },
      Wait: { Type: 'Wait', Seconds: 1, Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [inner, inner], Next: 'Each' },
      Each: { Type: 'Map', ItemsPath: '$.items', ItemProcessor: inner, Next: 'Charge' },
      Charge: task({
        End: undefined,
        Next: 'Done',
        Retry: [{ ErrorEquals: ['States.TaskFailed'] }, { ErrorEquals: ['States.ALL'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
      }),
      Failed: { Type: 'Fail', Error: 'NotCharged' },
      Done: { Type: 'Succeed' },
    };
    expect(faultsOf(machine(states, { Comment: 'c', TimeoutSeconds: 60 }))).toEqual([]);
    const jsonata = { Say: { Type: 'Pass', Output: '{% $states.input %}', End: true } };
    expect(faultsOf(machine(jsonata, { QueryLanguage: 'JSONata' }))).toEqual([]);
  });

  it.each<[unknown, string]>([
    ['{', ' The definition is not JSON'],
    ['[]', ' The definition must be a JSON object.'],
    [{ StartAt: 'A', States: {} }, '/States There must be a state.'],
    [machine({ A: task() }, { StartAt: 'B' }), '/StartAt StartAt must be the name of a state.'],
    [machine({ A: task() }, { Start: 'A' }), '/Start Start does not exist there.'],
    [machine({ A: task() }, { QueryLanguage: 'JQ' }), '/QueryLanguage QueryLanguage must be one of'],
    [machine({ A: { Type: 'Tsak' } }), '/States/A/Type Type must be one of Task'],
    [machine({ A: task({ Resource: undefined }) }), '/States/A/Resource A task must have a Resource.'],
    [machine({ A: task({ Next: 'A' }) }), '/States/A The state must have either Next or "End": true.'],
    [machine({ A: task({ End: undefined, Next: 'B' }) }), '/States/A/Next There is no state B to go to.'],
    [machine({ A: task(), B: task() }), '/States/B No state leads to B.'],
    [machine({ A: task({ Argumenst: {} }) }), '/States/A/Argumenst Argumenst does not exist there.'],
    [machine({ A: task({ Arguments: {} }) }), '/States/A/Arguments Arguments does not exist there.'],
    [machine({ A: { Type: 'Choice', Choices: [] } }), '/States/A/Choices A choice must have Choices.'],
    [
      machine({ A: { Type: 'Choice', Choices: [{ Next: 'A', Variable: '$' }] } }),
      '/States/A/Choices[0] A rule must have exactly one operator.',
    ],
    [machine({ A: { Type: 'Wait', End: true } }), '/States/A A wait must have one of Seconds'],
    [machine({ A: { Type: 'Parallel', Branches: [], End: true } }), '/States/A/Branches A parallel state must'],
    [machine({ A: { Type: 'Map', End: true } }), '/States/A A map must have either ItemProcessor or Iterator.'],
    [
      machine({ A: { Type: 'Parallel', Branches: [machine({ B: { Type: 'Pass' } })], End: true } }),
      '/States/A/Branches[0]/States/B The state must have either Next or "End": true.',
    ],
    [
      machine({ A: task({ Catch: [{ ErrorEquals: ['States.ALL', 'E'], Next: 'A' }] }) }),
      '/States/A/Catch[0]/ErrorEquals States.ALL must be alone, and in the last entry.',
    ],
    [machine({ A: task({ Retry: [{}] }) }), '/States/A/Retry[0]/ErrorEquals ErrorEquals must be a list'],
    [machine({ ['A'.repeat(81)]: task() }), `/States/${'A'.repeat(81)} The name of a state may have 80`],
  ])('has a fault with its place: %j', (definition, said) => {
    expect(faultsOf(definition)).toEqual([expect.stringContaining(said)]);
  });
});

describe('the permissions of the tasks', () => {
  const permissionsOf = (states: Record<string, object>, more: object = {}) =>
    taskPermissions(machine(states, more), PLACE);

  it('are one action on one resource for each task, wherever it is', () => {
    const call = (name: string, Parameters: object) => task({ Resource: `arn:aws:states:::${name}`, Parameters });
    const branches = [
      machine({ A: call('dynamodb:putItem', { TableName: 'orders' }) }),
      machine({ B: call('sqs:sendMessage', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' }) }),
    ];
    const { permissions, unclear } = permissionsOf({
      Charge: task(),
      Again: call('lambda:invoke', { FunctionName: 'ship', 'Payload.$': '$' }),
      Tell: call('sns:publish', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:told' }),
      Both: { Type: 'Parallel', Branches: branches, End: true },
    });
    expect(unclear).toEqual([]);
    expect(permissions).toEqual([
      { action: 'dynamodb:PutItem', resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders'] },
      {
        action: 'lambda:InvokeFunction',
        resources: [CHARGE, 'arn:aws:lambda:eu-west-1:111122223333:function:ship'],
      },
      { action: 'sns:Publish', resources: ['arn:aws:sns:eu-west-1:111122223333:told'] },
      { action: 'sqs:SendMessage', resources: ['arn:aws:sqs:eu-west-1:111122223333:jobs'] },
    ]);
  });

  it.each<[object, string]>([
    [{ Resource: 'arn:aws:states:::ecs:runTask.sync' }, 'calls arn:aws:states:::ecs:runTask.sync'],
    [{ Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'FunctionName.$': '$.f' } }, 'no fixed FunctionName'],
    [{ Resource: 'arn:aws:states:::sns:publish' }, 'no fixed TopicArn'],
  ])('are not guessed for %j', (more, said) => {
    const { permissions, unclear } = permissionsOf({ A: task(more) });
    expect(permissions).toEqual([]);
    expect(unclear).toEqual([{ at: '/States/A', why: expect.stringContaining(said) }]);
  });

  it('are not guessed for a name that an expression computes', () => {
    const more = { Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: '{% $states.input.f %}' } };
    expect(permissionsOf({ A: task(more) }, { QueryLanguage: 'JSONata' }).unclear).toHaveLength(1);
  });
});

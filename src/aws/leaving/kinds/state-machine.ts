/** How a state machine leaves, with the definition that it has. */
import type { StateMachineShape } from '../../kinds/state-machine/shape.ts';
import { TYPES } from '../../kinds/state-machine/state-machine.ts';
import { toTagList } from '../../ownership/ownership.ts';
import type { Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const stateMachine: Leaving<StateMachineShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes: { arn }, observed }) {
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::StepFunctions::StateMachine',
        properties: {
          StateMachineName: name,
          StateMachineType: TYPES[properties.type],
          DefinitionString: observed.properties.definition,
          RoleArn: properties.role,
          Tags: toTagList(properties.tags),
        },
        identifier: { Arn: arn },
        values: { Ref: arn },
      },
    ];
  },

  terraform({ resource: { id, name, properties }, attributes: { arn }, observed }) {
    return [
      {
        type: 'aws_sfn_state_machine',
        name: terraformName(id),
        body: {
          name,
          type: TYPES[properties.type],
          definition: observed.properties.definition,
          role_arn: properties.role,
          tags: properties.tags,
        },
        importId: arn,
        values: { arn },
      },
    ];
  },
};

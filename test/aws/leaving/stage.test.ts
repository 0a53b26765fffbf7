/** How the settings of a stage leave that apikit does not have, and that the embedded cloud does not know. */
import { expect, it } from 'vitest';
import type { StageShape } from '../../../src/aws/kinds/stage/shape.ts';
import { stage } from '../../../src/aws/leaving/kinds/stage.ts';
import type { LeavingStage, Live } from '../../../src/aws/leaving/leaving.ts';

const live = {
  resource: {
    id: 'stage',
    properties: {
      ...{ api: 'a1b2c3', deployment: 'd1', throttle: { rate: 1, burst: 1 }, metrics: true, logging: 'OFF' },
      ...{ dataTrace: false, tracing: false, accessLog: { destination: 'arn', format: 'x' }, variables: {}, tags: {} },
    },
  },
  attributes: { arn: 'arn', name: 'prod', clientCertificate: 'abc123' },
} as unknown as Live<StageShape>;
const NOTHING = {} as LeavingStage;

it('keeps the client certificate that somebody gave the stage', () => {
  expect(stage.cloudFormation(live, NOTHING)[0]).toMatchObject({ properties: { ClientCertificateId: 'abc123' } });
  expect(stage.terraform(live, NOTHING)[0]).toMatchObject({ body: { client_certificate_id: 'abc123' } });
});

import { describe, expect, it } from 'vitest';
import type { Integration } from '../../../src/local/state/apis/model.ts';
import { mock, startGateway } from './gateway-rig.ts';

async function answering(integration: Integration, stage = {}) {
  const rig = await startGateway();
  rig.deploy({ paths: { '/x': { ANY: { methodIntegration: integration } } }, stage });
  return rig;
}

describe('MOCK integrations', () => {
  it('responds to a CORS preflight', async () => {
    const rig = await answering(
      mock(undefined, {
        requestTemplates: { 'application/json': '{statusCode: 204}' },
        integrationResponses: {
          204: {
            statusCode: '204',
            responseParameters: {
              'method.response.header.Access-Control-Allow-Origin': "'https://app.example'",
              'method.response.header.Access-Control-Allow-Headers': "'Content-Type,X-Api-Key'",
            },
          },
        },
      }),
    );
    const reply = await rig.call('OPTIONS /dev/x', { headers: { Origin: 'https://app.example' } });
    expect(reply).toMatchObject({ status: 204, text: '' });
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-headers': 'Content-Type,X-Api-Key',
    });
  });

  it('reads headers from the context, the stage and the request, and renames reserved ones', async () => {
    const parameters = {
      'method.response.header.X-Stage': 'context.stage',
      'method.response.header.X-Var': 'stageVariables.v',
      'method.response.header.X-Unset': 'stageVariables.unset',
      'method.response.header.Server': "'mine'",
      'method.response.header.Transfer-Encoding': "'chunked'",
    };
    const integrationResponses = { 200: { statusCode: '200', responseParameters: parameters } };
    const rig = await answering(mock(undefined, { integrationResponses }), { variables: { v: 'one' } });
    const { headers } = await rig.call('GET /dev/x');
    expect(headers).toMatchObject({ 'x-stage': 'dev', 'x-var': 'one', 'x-amzn-remapped-server': 'mine' });
    expect(headers).not.toHaveProperty('x-unset');
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  it.each([
    ['NEVER', 415],
    ['WHEN_NO_TEMPLATES', 415],
    ['WHEN_NO_MATCH', 500],
  ] as const)('without a template for the content type, %s gives %s', async (passthroughBehavior, status) => {
    const rig = await answering(mock('{}', { passthroughBehavior }));
    const reply = await rig.call('POST /dev/x', { headers: { 'Content-Type': 'application/xml' }, body: '<a/>' });
    expect(reply.status).toBe(status);
    expect(
      (await rig.call('POST /dev/x', { headers: { 'Content-Type': 'application/json; charset=UTF-8' } })).status,
    ).toBe(200);
  });

  it('reads the status from a body that passes through', async () => {
    const rig = await answering(mock('{}', { requestTemplates: {}, passthroughBehavior: 'WHEN_NO_TEMPLATES' }));
    expect((await rig.call('POST /dev/x', { body: '{"statusCode": 200}' })).status).toBe(200);
    expect((await rig.call('POST /dev/x')).status).toBe(500);
  });

  it.each(['this is not json', '{}', '{"statusCode": "teapot"}'])(
    'fails for the request template %s',
    async (template) => {
      const rig = await answering(mock('{}', { requestTemplates: { 'application/json': template } }));
      expect(await rig.call('GET /dev/x')).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
      expect(rig.reported[0]).toContain('Unable to parse statusCode');
    },
  );

  it('selects the response by a pattern over the whole status, otherwise the one without a pattern', async () => {
    const respond = (status: string) => ({
      statusCode: status,
      responseTemplates: { 'application/json': `"${status}"` },
    });
    const integrationResponses = {
      200: respond('200'),
      404: { ...respond('404'), selectionPattern: '4\\d' },
      500: { ...respond('500'), selectionPattern: '4\\d{2}' },
    };
    const requestTemplates = { 'application/json': '{"statusCode": 404}', 'a/b': '{"statusCode": 302}' };
    const rig = await answering(mock(undefined, { requestTemplates, integrationResponses }));
    expect(await rig.call('GET /dev/x')).toMatchObject({ status: 500, text: '"500"' });
    expect(await rig.call('GET /dev/x', { headers: { 'Content-Type': 'a/b' } })).toMatchObject({ status: 200 });
  });

  it('selects the template by Accept, JSON by default', async () => {
    const responseTemplates = { 'application/xml': '<t/>', 'application/json': '"j"' };
    const integrationResponses = { 200: { statusCode: '200', responseTemplates } };
    const rig = await answering(mock(undefined, { integrationResponses }));
    const xml = await rig.call('GET /dev/x', { headers: { Accept: 'application/xml' } });
    expect([xml.text, xml.headers['content-type']]).toEqual(['<t/>', 'application/xml']);
    expect((await rig.call('GET /dev/x', { headers: { Accept: '*/*' } })).text).toBe('"j"');
    expect((await rig.call('GET /dev/x')).text).toBe('"j"');
  });
});

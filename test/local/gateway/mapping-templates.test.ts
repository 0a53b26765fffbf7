import { describe, expect, it } from 'vitest';
import type { Integration } from '../../../src/local/state/apis/model.ts';
import { mock, startGateway } from './gateway-rig.ts';

async function answering(template: string, more: Partial<Integration> = {}, stage = {}) {
  const rig = await startGateway();
  const method = { methodIntegration: mock(template, more) };
  rig.deploy({ paths: { '/x': { ANY: method }, '/pets/{petId}': { ANY: method } }, stage });
  return rig;
}

describe('$input', () => {
  it('finds a parameter in path, query and headers, in this order', async () => {
    const rig = await answering(
      '$input.params("petId")|$input.params("q")|$input.params("X-H")|$input.params("nope")|',
    );
    const reply = await rig.call('GET /dev/pets/7?petId=query&q=a%20b&q=c', { headers: { 'X-H': 'h', q: 'header' } });
    expect(reply.text).toBe('7|c|h||');
  });

  it('returns all parameters as maps, without headers that the gateway handles itself', async () => {
    const rig = await answering('$input.params().path|$input.params().querystring|$input.params().header.keySet()');
    const reply = await rig.call('GET /dev/pets/7?q=1', { headers: { 'X-H': 'h', TE: 'gzip', 'content-md5': 'x' } });
    expect(reply.text).toBe(
      '{petId=7}|{q=1}|[Host, X-H, X-Amzn-Trace-Id, X-Forwarded-For, X-Forwarded-Port, X-Forwarded-Proto]',
    );
  });

  it('reads the request body in request templates, and the backend’s in response templates', async () => {
    const request = '{"statusCode": $input.json("$.status"), "all": $input.body}';
    const rig = await answering('[$input.body]', { requestTemplates: { 'application/json': request } });
    expect((await rig.call('POST /dev/x', { body: '{"status": 200}' })).text).toBe('[{}]');
  });

  it('a body that starts like an object and is invalid is a 400', async () => {
    const request = '{"statusCode": 200, "x": $input.json("$")}';
    const rig = await answering('{}', { requestTemplates: { 'application/json': request } });
    expect(await rig.call('POST /dev/x', { body: '{"a":' })).toMatchObject({
      status: 400,
      json: { message: 'Invalid JSON in request body' },
    });
    expect((await rig.call('POST /dev/x', { body: 'a=b&c=d' })).status).toBe(200);
  });
});

describe('$util', () => {
  it.each([
    ['$util.escapeJavaScript("it\'s\\n" + $input.params("q"))', 'it\\\'s\\\\n\\"\\u00E9\\n'],
    ['$util.urlEncode("a b&é*~/")|$util.urlDecode("a+b%26")', 'a+b%26%C3%A9*%7E%2F|a b&'],
    ['$util.base64Encode("hello")|$util.base64Decode("aGVsbG8=")', 'aGVsbG8=|hello'],
    ['$util.parseJson(\'{"a":[1,2]}\').a[1]', '2'],
  ])('%s', async (template, expected) => {
    const rig = await answering(template);
    expect((await rig.call('GET /dev/x?q=%22%C3%A9%0A')).text).toBe(expected);
  });

  it('an unparsable text is a 500 that names the template', async () => {
    const rig = await answering('$util.parseJson("{a")');
    expect(await rig.call('GET /dev/x')).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
    expect(rig.reported[0]).toContain('the application/json response template: $util.parseJson');
  });
});

describe('$context and $stageVariables', () => {
  it('has the variables of the call; those without a value print nothing', async () => {
    const template =
      '$context.httpMethod $context.resourcePath $context.stage [$context.identity.apiKey] [$context.nope.nope] $stageVariables.v [$stageVariables.unset] $context.requestId';
    const rig = await answering(template, {}, { variables: { v: 'one' } });
    const { text, headers } = await rig.call('GET /dev/x');
    expect(text).toBe(`GET /x dev [] [] one [] ${headers['x-amzn-requestid']}`);
  });

  it('the identity has all its members, because templates of frameworks iterate over them', async () => {
    const rig = await answering('#foreach($k in $context.identity.keySet())$k=$context.identity.get($k);#end');
    const { text } = await rig.call('GET /dev/x', { headers: { 'User-Agent': 'test/1' } });
    expect(text).toContain('accountId=;');
    expect(text).toContain('userAgent=test/1;');
    expect(text).toContain('sourceIp=127.0.0.1;');
  });

  it('overrides status and headers of the response, including mapped ones', async () => {
    const template =
      '#set($context.responseOverride.status = 418)#set($context.responseOverride.header.X-A = "over")#set($context.responseOverride.header.X-L = ["1", "2"])short';
    const rig = await answering(template, {
      integrationResponses: {
        200: {
          statusCode: '200',
          responseParameters: { 'method.response.header.x-a': "'mapped'" },
          responseTemplates: { 'application/json': template },
        },
      },
    });
    const reply = await rig.call('GET /dev/x');
    expect(reply).toMatchObject({ status: 418, text: 'short', headers: { 'x-a': 'over', 'x-l': '1, 2' } });
  });

  it('an override with an invalid header name is omitted', async () => {
    const rig = await answering('#set($context.responseOverride.header["a b"] = "1")short');
    expect(await rig.call('GET /dev/x')).toMatchObject({ status: 200, text: 'short' });
  });

  it('an override with an invalid status is a 500', async () => {
    const rig = await answering('#set($context.responseOverride.status = "teapot")');
    expect((await rig.call('GET /dev/x')).status).toBe(500);
  });

  it('the response template sees the values that the request template sets', async () => {
    const request = '#set($context.requestOverride.path.p = "seen"){"statusCode": 200}';
    const rig = await answering('$context.requestOverride.path.p', {
      requestTemplates: { 'application/json': request },
    });
    expect((await rig.call('GET /dev/x')).text).toBe('seen');
    expect((await rig.call('GET /dev/x')).text).toBe('seen');
  });
});

describe('templates of other tools', () => {
  it('the default request template of the Serverless Framework', async () => {
    const request = `
      #define( $loop )
      {
        #foreach($key in $map.keySet())
          #set( $k = $util.escapeJavaScript($key) )
          #set( $v = $util.escapeJavaScript($map.get($key)).replaceAll("\\\\'", "'") )
          "$k":
            "$v"
            #if( $foreach.hasNext ) , #end
        #end
      }
      #end
      {
        "statusCode": 200,
        "body": $input.json("$"),
        "method": "$context.httpMethod",
        "principalId": "$context.authorizer.principalId",
        "stage": "$context.stage",
        "cognitoPoolClaims" : { "sub": "$context.authorizer.claims.sub" },
        #set( $map = $context.authorizer )
        "enhancedAuthContext": $loop,
        #set( $map = $input.params().header )
        "headers": $loop,
        #set( $map = $input.params().querystring )
        "query": $loop,
        #set( $map = $input.params().path )
        "path": $loop,
        #set( $map = $context.identity )
        "identity": $loop,
        #set( $map = $stageVariables )
        "stageVariables": $loop,
        "requestPath": "$context.resourcePath"
      }`;
    const rig = await startGateway();
    const uri =
      'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:000000000000:function:echo/invocations';
    rig.functions.set('echo', (event) => event);
    const integration = {
      type: 'AWS' as const,
      httpMethod: 'POST',
      uri,
      requestTemplates: { 'application/json': request },
      integrationResponses: { 200: { statusCode: '200' } },
    };
    rig.deploy({
      paths: { '/pets/{petId}': { POST: { methodIntegration: integration } } },
      stage: { variables: { v: '1' } },
    });
    const { json } = await rig.call("POST /dev/pets/7?q=it's", { headers: { 'X-H': 'h' }, body: '{"a":1}' });
    expect(json).toMatchObject({
      body: { a: 1 },
      method: 'POST',
      principalId: '',
      stage: 'dev',
      cognitoPoolClaims: { sub: '' },
      enhancedAuthContext: {},
      headers: { 'X-H': 'h' },
      query: { q: "it's" },
      path: { petId: '7' },
      identity: { accountId: '', sourceIp: '127.0.0.1' },
      stageVariables: { v: '1' },
      requestPath: '/pets/{petId}',
    });
  });
});

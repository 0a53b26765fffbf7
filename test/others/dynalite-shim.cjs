/**
 * Takes the place of dynalite's index.js in its tests: a server that sends every request to the embedded cloud. Names of
 * errors get the namespaces that DynamoDB writes, and that the tests compare; the SDKs drop them.
 */
const http = require('node:http');

const OF_CORAL = {
  ValidationException: 'com.amazon.coral.validate#',
  SerializationException: 'com.amazon.coral.service#',
};

module.exports = () =>
  http.createServer((request, response) => {
    const { hostname, port } = new URL(process.env.APIKIT_ENDPOINT);
    const { method, url: path, headers } = request;
    const forwarded = http.request({ hostname, port, method, path, headers }, async (answer) => {
      const text = (await answer.setEncoding('utf8').toArray()).join('');
      const body = text.replace(/^\{"__type":"(\w+)"/, (_, name) => {
        return `{"__type":"${OF_CORAL[name] ?? 'com.amazonaws.dynamodb.v20120810#'}${name}"`;
      });
      response.writeHead(answer.statusCode, { ...answer.headers, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });

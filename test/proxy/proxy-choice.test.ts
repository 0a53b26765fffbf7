/** The choice of addresses that go through a proxy, which is the AWS CLI's. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/proxy/proxy-choice.ts';

const STS = 'https://sts.us-east-1.amazonaws.com/';
const PROXY = 'http://proxy.example:3128';
const hostFor = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env)?.host;

describe('a proxy', () => {
  it.each<[string, Record<string, string>, string, string | undefined]>([
    ['HTTPS_PROXY', { HTTPS_PROXY: PROXY }, STS, 'proxy.example:3128'],
    ['https_proxy', { https_proxy: PROXY }, STS, 'proxy.example:3128'],
    ['lower case before upper case', { https_proxy: PROXY, HTTPS_PROXY: 'http://other:1' }, STS, 'proxy.example:3128'],
    ['an empty variable in lower case', { https_proxy: '', HTTPS_PROXY: PROXY }, STS, undefined],
    ['without a scheme', { HTTPS_PROXY: 'proxy.example:3128' }, STS, 'proxy.example:3128'],
    ['with the other scheme', { HTTP_PROXY: PROXY }, STS, undefined],
    ['HTTP_PROXY', { HTTP_PROXY: PROXY }, 'http://aws.example/', 'proxy.example:3128'],
    ['with credentials', { HTTPS_PROXY: 'http://u:p%40ss@proxy.example:3128' }, STS, 'proxy.example:3128'],
    ['IPv6', { HTTPS_PROXY: 'http://[fd00::1]:3128' }, STS, '[fd00::1]:3128'],
    ['NO_PROXY *', { HTTPS_PROXY: PROXY, NO_PROXY: '*' }, STS, undefined],
    ['NO_PROXY with a domain', { HTTPS_PROXY: PROXY, NO_PROXY: 'a, .amazonaws.com' }, STS, undefined],
    ['no_proxy with a host', { HTTPS_PROXY: PROXY, no_proxy: 'STS.us-east-1.amazonaws.com' }, STS, undefined],
    ['NO_PROXY with the port', { HTTPS_PROXY: PROXY, NO_PROXY: 'amazonaws.com:443' }, STS, undefined],
    ['NO_PROXY with another port', { HTTPS_PROXY: PROXY, NO_PROXY: 'amazonaws.com:8443' }, STS, 'proxy.example:3128'],
    ['NO_PROXY with half a name', { HTTPS_PROXY: PROXY, NO_PROXY: 'naws.com' }, STS, 'proxy.example:3128'],
    ['NO_PROXY with an IPv6 address', { HTTPS_PROXY: PROXY, NO_PROXY: '[fd00::2]' }, 'https://[fd00::2]:8/', undefined],
  ])('%s', (_, env, url, host) => {
    expect(hostFor(url, env)).toBe(host);
  });

  it('is never used for local addresses', () => {
    const loopback = fc.constantFrom('localhost', 'x.localhost', '127.0.0.1', '127.8.9.10', '[::1]');
    fc.assert(
      fc.property(
        loopback,
        fc.constantFrom('http', 'https'),
        fc.integer({ min: 1, max: 65535 }),
        (host, scheme, port) => {
          expect(hostFor(`${scheme}://${host}:${port}/`, { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY })).toBeUndefined();
        },
      ),
    );
  });

  it('with an invalid address is rejected without repeating it', () => {
    const refused = expect.objectContaining({ code: 'BadProxy', message: expect.not.stringContaining('hunter2') });
    expect(() => hostFor(STS, { HTTPS_PROXY: 'socks5://u:hunter2@proxy:1' })).toThrow(refused);
  });
});

/** The script of a docs page: it passes the contract to the renderer, and the API key if `dev` serves the page. */
import './script-address.js';
import 'openapi-explorer';
import { operationList } from './operation-list.js';

const { contract, apiKey } = JSON.parse(document.getElementById('contract').textContent);
const explorer = document.querySelector('openapi-explorer');

const DARK = { 'bg-color': '#15191e', 'text-color': '#d6dce3', 'nav-bg-color': '#1f262e', 'primary-color': '#7fb2e5' };
if (matchMedia('(prefers-color-scheme: dark)').matches)
  for (const [name, colour] of Object.entries(DARK)) explorer.setAttribute(name, colour);

/** The security schemes that stand for API Gateway's own keys. */
const keySchemes = Object.entries(contract.components?.securitySchemes ?? {})
  .filter(([, scheme]) => scheme?.type === 'apiKey' && scheme.in === 'header' && /^x-api-key$/i.test(scheme.name))
  .map(([name]) => name);

explorer.addEventListener(
  'spec-loaded',
  ({ detail }) => {
    explorer.append(operationList(detail.tags, (id) => explorer.scrollTo(id)));
    if (apiKey === undefined) return;
    for (const name of keySchemes) explorer.setAuthenticationConfiguration(name, { token: apiKey });
  },
  { once: true },
);
explorer.loadSpec(contract);

// The licences of the packages whose code is in the bundle: MIT, BSD and ISC ask for their text wherever the code goes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A work under Apache-2.0 can contain code under these licences. */
const COMPATIBLE = /(?:^\(?| OR )(Apache-2\.0|MIT|ISC|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Zlib)\b/;

/** File names of licences and of the notices that Apache-2.0 wants to be passed on. */
const TEXTS = /^(licen[cs]e|copying|notice)\b.*$/i;

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** The text for esbuild's metafile. Throws for a package whose licence is unknown or does not fit. */
export function thirdPartyLicenses(metafile, root) {
  const packages = [
    ...bundledPackages(metafile).map((folder) => describe(join(root, folder))),
    ...bundledModels(metafile, root),
  ];
  const unfit = packages.filter(({ license }) => !COMPATIBLE.test(license));
  if (unfit.length > 0) {
    const names = unfit.map(({ name, license }) => `${name} (${license || 'no licence'})`);
    throw new Error(`These cannot be bundled into an Apache-2.0 package: ${names.join(', ')}`);
  }
  const sections = groupByText(packages).map(({ names, text }) => `${names.join('\n')}\n\n${text}`);
  return ['apikit contains code of these packages, each under the licence below its name.\n', ...sections.sort()].join(
    `\n${'-'.repeat(80)}\n\n`,
  );
}

/** Folders of the packages of which anything is left in the output, relative to the root. */
function bundledPackages({ outputs }) {
  const folders = new Set();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
      if (folder && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** botocore, which is no package of npm, if tables made of its models are in the output. */
function bundledModels({ outputs }, root) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const table = inputs.find((path) => path.startsWith('src/local/models/'));
  if (table === undefined) return [];
  const [name, version] = JSON.parse(readFileSync(join(root, table), 'utf8')).source.split(' ');
  const text = readFileSync(join(root, 'src', 'local', 'models', 'NOTICE'), 'utf8');
  return [{ name, version, license: 'Apache-2.0', text }];
}

function describe(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => TEXTS.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const holder = typeof author === 'object' ? author.name : author;
  // Some packages have lost their file: the licence's name and the author's are what they say of themselves.
  const own = `License: ${license}${holder ? `\nCopyright (c) ${holder}` : ''}${license === 'MIT' ? `\n\n${MIT}` : ''}`;
  const text = texts.join('\n\n') || own;
  return { name, version, license: license ?? '', text: `${text.replaceAll('\r\n', '\n')}\n` };
}

/** Most of the AWS SDK is a hundred packages under one text. */
function groupByText(packages) {
  const byText = new Map();
  for (const { name, version, license, text } of packages) {
    const names = byText.get(text) ?? [];
    byText.set(text, names);
    names.push(`${name} ${version} (${license})`);
  }
  return [...byText].map(([text, names]) => ({ names, text }));
}

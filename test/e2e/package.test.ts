/** The package that `npm pack` creates works when it is installed somewhere else. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tempDir } from '../helpers/cli.ts';

const root = resolve(import.meta.dirname, '../..');

describe('the package', () => {
  let bin: string;
  let workspace: string;

  beforeAll(() => {
    workspace = tempDir();
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', workspace], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ) as [{ filename: string }];
    const home = join(workspace, 'node_modules/apikit-cli');
    mkdirSync(home, { recursive: true });
    execFileSync('tar', ['-xzf', join(workspace, packed.filename), '-C', home, '--strip-components=1']);
    // npm would install exactly the dependencies of the package beside it, and no development dependencies.
    const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      const place = join(workspace, 'node_modules', name);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), place);
    }
    bin = join(home, 'dist/bin.js');
  });

  const apikit = (...args: string[]) =>
    spawnSync(process.execPath, [bin, ...args], {
      cwd: workspace,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: workspace },
    });

  it('contains every file that its README and its documents link to', () => {
    const home = join(bin, '../..');
    const pages = [
      'README.md',
      ...readdirSync(join(home, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
    ];
    const dead = pages
      .filter((page) => page.endsWith('.md'))
      .flatMap((page) =>
        [...readFileSync(join(home, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)/g)]
          .map(([, link]) => link!)
          .filter((link) => !existsSync(join(home, dirname(page), link)))
          .map((link) => `${page}: ${link}`),
      );
    expect(dead).toEqual([]);
  });

  it('does not name the npm package that has the name of the command and is not this one', () => {
    const home = join(bin, '../..');
    expect(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))).toMatchObject({
      name: 'apikit-cli',
      bin: { apikit: 'dist/bin.js' },
    });
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:md|json|js|ts|yaml)$/.test(name),
    );
    const wrong = files.filter((name) =>
      /npmjs\.com\/package\/apikit(?![\w-])|\bnpx (?:--yes |-y )?apikit(?![\w-])|npm (?:i|install)(?: -g| --global)? apikit(?![\w-])/.test(
        readFileSync(join(home, name), 'utf8'),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('starts without a warning', () => {
    const { stdout, stderr, status } = apikit('--version');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('scaffolds, deploys to its own embedded cloud, draws a picture of it, and stops it', () => {
    expect(apikit('init', 'shop', '--yes', '--no-install').status).toBe(0);
    const dir = join(workspace, 'shop');
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
    const inside = (...args: string[]) =>
      spawnSync(process.execPath, [bin, ...args], {
        cwd: dir,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: workspace },
      });
    try {
      const { status, stdout, stderr } = inside('deploy', '--stage', 'local', '--json');
      expect({ status, stdout: status === 0 ? '' : stdout, stderr }).toMatchObject({ status: 0, stdout: '' });
      expect(JSON.parse(stdout)).toMatchObject({ stage: 'local', changed: true });
      const drawn = inside('metrics', '--stage', 'local', '--png', 'shop.png');
      expect({ status: drawn.status, stderr: drawn.stderr }).toMatchObject({ status: 0 });
      expect(readFileSync(join(dir, 'shop.png')).length).toBeGreaterThan(10_000);
    } finally {
      inside('local', 'stop');
    }
    expect(JSON.parse(inside('local', 'status', '--json').stdout)).toMatchObject({ running: false });
  });
});

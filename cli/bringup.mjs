#!/usr/bin/env node
// The `bringup` command as it runs on a fresh clone: packages, build, then the real program in dist/cli.js.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawn } from 'node:child_process';
import { checkNode, ensurePackages, Refusal, root } from './install.mjs';

const help = `Bringup makes a rented GPU box ready, once, whatever dies.

Usage: npm start [-- OPTIONS]        or        bringup [COMMAND] [OPTIONS]

Commands
  up       start everything and stay in the foreground (the default)
  build    build what is stale; --force builds all
  rotate-key
           seal all secrets with a new key; Bringup may run meanwhile
  token create --name NAME --scope read|run|admin [--days N|never]
           make a token for a program or a person and show it once
  token list, token remove ID
  backup FILE
           write everything that Bringup knows into FILE (tar.gz); it may run meanwhile
  restore FILE [--replace]
           put a back-up in place; what was there is set aside

Options of up
  --demo      run the practice template once and show its progress
  --no-demo   do not, not even on the very first start
  --port N    where the page is served (default 5000; PORT does the same)
  -h, --help
  --version

Data lies in BRINGUP_HOME, else in $XDG_DATA_HOME/bringup, else in ~/.local/share/bringup.
`;

const commands = ['up', 'build', 'rotate-key', 'token', 'backup', 'restore'];

async function main(args) {
  checkNode();
  if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(help);
  if (args.includes('--version')) return void console.log(version());
  const command = args[0] && !args[0].startsWith('-') ? args[0] : 'up';
  if (!commands.includes(command)) throw new Refusal(`There is no command "${command}". Try: bringup --help`);
  await ensurePackages();
  await build(command === 'build' && args.includes('--force'));
  if (command === 'build') return;
  const { commands: known } = await import(pathToFileURL(path.join(root, 'dist', 'cli.js')).href);
  await known[command](args[0] === command ? args.slice(1) : args);
}

const version = () => JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;

// In a process of its own: the bundlers need half a gigabyte that this one would keep for as long as it runs.
function build(force) {
  return new Promise((resolve, reject) => {
    const args = [path.join(root, 'cli', 'build.mjs'), ...(force ? ['--force'] : [])];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Refusal('The build failed, see above.'))));
  });
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Refusal ? error.message : error);
  process.exit(1);
});

// Asks the registry for known holes in the packages that are used, and fails on high ones. A registry that cannot be asked (a mirror
// without that call, no network) is said in one line and fails nothing.
import { spawnSync } from 'node:child_process';

const LIMIT_MS = 30_000;
const args = ['audit', '--json', '--audit-level=high', '--fetch-retries=0', '--fetch-timeout=20000'];
const { stdout, error } = spawnSync('npm', args, {
  encoding: 'utf8',
  timeout: LIMIT_MS,
  stdio: ['ignore', 'pipe', 'ignore'],
});

/** The report, or null for anything else that npm may have printed. */
function read(text) {
  try {
    const report = JSON.parse(text);
    return report.metadata?.vulnerabilities ? report : null;
  } catch {
    return null;
  }
}

const report = read(stdout ?? '');
if (!report) {
  const why = error ? (error.code ?? error.message) : 'it gave no report';
  console.log(`npm audit could not be asked: ${why}. Nothing is known about holes in packages.`);
} else {
  const { vulnerabilities } = report.metadata;
  const bad = vulnerabilities.high + vulnerabilities.critical;
  console.log(`npm audit: ${bad} high or critical, ${vulnerabilities.total} in all`);
  for (const { name, severity, range } of Object.values(report.vulnerabilities ?? {})) {
    if (['high', 'critical'].includes(severity)) console.log(`  ${severity}: ${name} ${range}`);
  }
  process.exitCode = bad > 0 ? 1 : 0;
}

// `npm run bench:sync -- <megabytes of the large file> <rounds> <faults>`: our transfers beside plain rsync's on one loopback box, what a
// resume sends twice, and what injected faults lose. Prints one JSON.
import { faults } from './sync-faults.ts';
import { rates } from './sync-rate.ts';
import { resumes } from './sync-resume.ts';

const [megabytes = 1024, rounds = 3, faultCount = 50] = process.argv.slice(2).map(Number);

const result = {
  rate: rounds > 0 ? await rates(megabytes, rounds) : null,
  resume: rounds > 0 ? await resumes(megabytes) : null,
  faults: faultCount > 0 ? await faults(faultCount) : null,
};
console.log(JSON.stringify(result, null, 2));

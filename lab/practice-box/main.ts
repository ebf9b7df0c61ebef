// The process of the practice box. Exit code 75 means "reboot": bringup up starts it again at once.
import { pino } from 'pino';
import { ensureHome, loadSettings } from '../../adapters/settings/settings.ts';
import { descendantsOf, endAll } from '../processes.ts';
import { startPracticeBox } from './practice-box.ts';

const REBOOT_EXIT_CODE = 75;

const settings = await loadSettings();
await ensureHome(settings);
const log = pino({ name: 'practice-box', level: settings.log_level });
// Sessions get nothing else of this process's environment.
const { PATH: path = '/usr/local/bin:/usr/bin:/bin', LANG: lang = 'C.UTF-8' } = process.env;

let isEnding = false;
function end(finish: () => Promise<void>, code: number): void {
  if (isEnding) return;
  isEnding = true;
  finish().then(
    () => process.exit(code),
    (error: unknown) => {
      log.fatal({ err: error }, 'the practice box could not end cleanly');
      process.exit(1);
    },
  );
}

// Until the box is there, python3 and git may be at work for it: they end with us.
let finish = () => endAll(() => descendantsOf(process.pid));
const stop = () => end(() => finish(), 0);
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// The parent is gone, however it went: nobody would ever end us.
process.once('disconnect', stop);

const box = await startPracticeBox({ home: settings.home, path, lang, log });
finish = box.stop;
process.once('SIGUSR2', () => end(box.reboot, REBOOT_EXIT_CODE));
process.send?.({ ready: true });

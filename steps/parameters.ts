// Schemas that several steps share. Everything that reaches a box passes one of them first.
import { z } from 'zod';

// None of them belongs into a path, a URL or a name: C0 and C1 controls and DEL, which terminals obey; Unicode's line ends; marks
// that turn the reading order of what follows.
// eslint-disable-next-line no-control-regex
export const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const NO_CONTROL = new RegExp(`^${CONTROL.source.replace('[', '[^')}*$`);
/** Half of a character, which no UTF-8 can hold. */
export const HALF = /\p{Surrogate}/u;

// eslint-disable-next-line no-control-regex
export const utf8Bytes = (value: string): number => value.length + 2 * (value.match(/[^\u0000-\u007f]/g)?.length ?? 0);

/** Text of one line that a terminal shows as it is. */
export const oneLine = (schema: z.ZodString, error?: string) =>
  schema
    // As a pattern, so that it stands in the documents, too.
    .regex(NO_CONTROL, { error: error ?? 'must not hold control characters' })
    .refine((value) => !HALF.test(value), { error: error ?? 'must not hold half characters' });

export const text = (max: number) => oneLine(z.string().min(1).max(max));

/** An absolute path on the box, or one below the login user's home (`~/`). No `..`; a trailing slash is dropped. */
export const boxPath = text(1024)
  .refine((path) => path.startsWith('/') || path.startsWith('~/'), {
    error: 'must be an absolute path, or start with ~/',
  })
  .refine((path) => !path.split('/').includes('..'), { error: 'must not hold ..' })
  .transform((path) => (path.length > 1 ? path.replace(/\/+$/, '') || '/' : path));

/** A path below some folder of the box: no leading slash or dash, no `..`, no hidden first folder. */
export const innerPath = text(300)
  .refine((path) => !/^[-/.~]/.test(path), { error: 'must be a path inside the folder' })
  .refine((path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'), {
    error: 'must not hold empty parts, . or ..',
  });

/** Shell text of the template's author: it is run as it stands, so line breaks and tabs are welcome, NUL is not. */
export const shellText = z
  .string()
  .min(1)
  .max(20_000)
  .refine((value) => value.trim() !== '', { error: 'must not be blank' })
  .refine((value) => !value.includes('\0'), { error: 'must not hold NUL' })
  .refine((value) => !HALF.test(value), { error: 'must not hold half characters' });

export const secretName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, { error: 'must be a name: a letter, then letters, digits, _ and -' });

/** Stands where a secret's value could stand. */
export const secretReference = z.strictObject({ secret: secretName });

const variableName = z.string().regex(/^(?!BRINGUP_|COMMAND$)[A-Za-z][A-Za-z0-9_]{0,63}$/, {
  error: 'must be the name of an environment variable, and none of our own',
});

/** Texts, by the environment variable that the author's shell text finds each in. `PORT: 8000` is a number in YAML, and meant as text. */
export const environmentTexts = z
  .record(
    variableName,
    z
      .union([z.string(), z.number(), z.boolean()])
      .transform(String)
      .refine((value) => value.length <= 10_000, { error: 'must not be longer than 10000 characters' })
      .refine((value) => !value.includes('\0') && !HALF.test(value), {
        error: 'must not hold NUL nor half characters',
      }),
  )
  .refine((texts) => Object.keys(texts).length <= 64, { error: 'must not name more than 64 variables' });

/** Names of secrets, by the environment variable under which the author's shell text finds each. */
export const environmentSecrets = z
  .record(variableName, secretName)
  .refine((secrets) => Object.keys(secrets).length <= 32, { error: 'must not name more than 32 secrets' });

/** A file on the web. What lets somebody in belongs into a secret: a URL stands in logs, of the server, too. */
export const fileUrl = text(2000)
  .refine((url) => /^https?:\/\/(\[[0-9a-f:.]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)(:\d{1,5})?(\/|$)/i.test(url), {
    error: 'must be an http or https URL, without a login',
  })
  .refine((url) => !/[\s"<>\\^`{|}]/.test(url), { error: 'must have blanks and quotes as %20, %22, …' })
  .refine((url) => !/[?&](token|api_?key|access_token|auth|authorization)=/i.test(url), {
    error: 'must not hold a key: name a secret as bearer',
  });

/** Number of an instance at Vast.ai, as text. */
export const instanceNumber = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((id) => /^[1-9]\d{0,18}$/.test(id), { error: 'must be the number of an instance' });

export const DEFAULT_UI_HOME = '/workspace/ComfyUI';
export const uiHome = boxPath.default(DEFAULT_UI_HOME);

const DEFAULT_PYTHON = '/venv/main/bin/python';

/** Python of the application; where it is not on the box, the script looks for the usual ones. */
export const applicationPython = boxPath.default(DEFAULT_PYTHON);

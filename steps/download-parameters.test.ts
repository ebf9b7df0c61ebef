// What a template may say about files to fetch.
import { describe, expect, it } from 'vitest';
import { steps } from './index.ts';

const parse = (value: object) => steps.download.parameters.safeParse(value);
const complaint = (value: object) =>
  parse(value).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)[0];
const file = (more: object) => ({ url: 'https://example.org/m', path: 'models/m', ...more });

describe('the files of a download', () => {
  it('may be one or a list', () => {
    const one = parse({ files: file({}) }).data?.files;
    expect(one).toEqual([file({})]);
    expect(parse({ files: [file({}), file({ path: '~/b' })] }).data?.files).toHaveLength(2);
    expect(parse({ files: [] }).success).toBe(false);
  });

  it('come from http or https, without a login or a key in the address', () => {
    for (const url of ['https://civitai.com/api/download/models/1?type=Model&format=SafeTensor', 'http://[::1]:80/x'])
      expect(complaint({ files: [file({ url })] })).toBeUndefined();
    const refused = {
      'ftp://x/y': 'http or https',
      'https://user:word@x/y': 'without a login',
      'https://x/y?token=abc': 'must not hold a key',
      'https://x/y?a=1&API_KEY=abc': 'must not hold a key',
      'https://x/a b': '%20',
      'file:///etc/passwd': 'http or https',
    };
    for (const [url, words] of Object.entries(refused)) expect(complaint({ files: [file({ url })] })).toContain(words);
  });

  it('go to one place each, that is inside the application or named from the root or home', () => {
    for (const path of ['../x', '/a/../b', '', '/a\nb', '-x'])
      expect(parse({ files: [file({ path })] }).success).toBe(false);
    expect(complaint({ files: [file({}), file({})] })).toBe('files.1.path is there twice: models/m');
  });

  it('have a hash of 64 digits', () => {
    expect(parse({ files: [file({ sha256: 'A'.repeat(64) })] }).data?.files[0]?.sha256).toBe('a'.repeat(64));
    expect(parse({ files: [file({ sha256: 'a'.repeat(63) })] }).success).toBe(false);
  });

  it('name their secret, which only goes over https or this machine', () => {
    const secrets = { TOKEN: 'hf' };
    expect(complaint({ secrets, files: [file({ bearer: 'TOKEN' })] })).toBeUndefined();
    expect(complaint({ secrets, files: [file({ bearer: 'OTHER' })] })).toBe(
      'files.0.bearer must be a variable of secrets: OTHER',
    );
    for (const url of ['http://example.org/m', 'http://127.0.0.1.example.org/m', 'http://localhost.example.org/m'])
      expect(complaint({ secrets, files: [file({ bearer: 'TOKEN', url })] })).toContain('must be https');
    expect(complaint({ secrets, files: [file({ bearer: 'TOKEN', url: 'http://127.0.0.1:80/m' })] })).toBeUndefined();
  });

  it('fit into what a process takes', () => {
    const files = Array.from({ length: 400 }, (_, index) => file({ path: `${'日'.repeat(200)}${index}` }));
    expect(complaint({ files })).toContain('must not be longer than 100000 bytes');
  });
});

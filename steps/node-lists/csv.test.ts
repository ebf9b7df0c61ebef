import { describe, expect, it, test } from 'vitest';
import { predecessorCsv } from './examples.ts';
import { withPlace } from './reading.ts';
import { readCsv } from './csv.ts';

const nodes = (text: string) => {
  const { nodes: found, problems } = readCsv(text);
  expect(problems).toEqual([]);
  return found.map(({ node: { name, url, subfolder, requirements, ref } }) => [
    name,
    url,
    subfolder,
    requirements,
    ref,
  ]);
};
const problems = (text: string) => readCsv(text).problems.map(withPlace);

describe('the predecessor’s CSV', () => {
  it('is read whole: 34 nodes, 24 with a requirements file, one inside another', () => {
    const found = nodes(predecessorCsv);
    expect(found).toHaveLength(34);
    expect(found.filter(([, , , requirements]) => requirements !== null)).toHaveLength(24);
    expect(found[0]).toEqual([
      'ComfyUI-Manager',
      'https://github.com/ltdrdata/ComfyUI-Manager.git',
      null,
      'requirements.txt',
      null,
    ]);
    expect(found.find(([name]) => name === 'impact_subpack')?.[2]).toBe('ComfyUI-Impact-Pack/impact_subpack');
  });

  const one = ['a', 'https://h/a', null, 'r.txt', null];
  test.each([
    ['without the header', 'a,https://h/a,,r.txt'],
    ['with CRLF and a BOM', '\uFEFFName,RepoUrl,Subfolder,RequirementsFile\r\na,https://h/a,,r.txt\r\n'],
    [
      'with blank lines, comments and the empty rows of a spreadsheet',
      '# mine\n\n  \na,https://h/a,,r.txt\n,,,\n  # end\n',
    ],
    ['with quotes', '"a","https://h/a", "" ,"r.txt"'],
    ['with blanks around', ' a , https://h/a ,  , r.txt '],
    ['with more commas than columns', 'a,https://h/a,,r.txt,,'],
    ['with its columns in another order', 'Repo URL,name,requirements_file\nhttps://h/a,a,r.txt'],
    ['without a name, which the URL has', ',https://h/a,,r.txt'],
  ])('may be %s', (_, text) => {
    expect(nodes(text)).toEqual([one]);
  });

  it('may have fewer fields, a column of its own for the ref, and quotes and commas in quotes', () => {
    expect(nodes('a,https://h/a')).toEqual([['a', 'https://h/a', null, null, null]]);
    expect(nodes('Name,RepoUrl,Ref\na,https://h/a,v1')).toEqual([['a', 'https://h/a', null, null, 'v1']]);
    expect(nodes('"a ""x"", y",https://h/a,packs/a/,')).toEqual([['a "x", y', 'https://h/a', 'packs/a', null, null]]);
  });

  it('may be empty', () => {
    expect(readCsv('').nodes).toEqual([]);
    expect(nodes('Name,RepoUrl,Subfolder,RequirementsFile\n')).toEqual([]);
  });

  test.each([
    [
      'a,https://h/a\nb,nowhere',
      'line 2: url: must be an http, https, ssh or file URL, user@host:path or an absolute path',
    ],
    ['a', 'line 1: url: is missing'],
    ['a,https://u:p@h/a', 'line 1: url: must not hold a password'],
    ['../a,https://h/a', 'line 1: name: must not hold slashes'],
    ['a,https://h/a,../x', 'line 1: subfolder: must be a path inside the folder'],
    ['a,https://h/a,,/etc/passwd', 'line 1: requirements: must be a path inside the folder'],
    ['a,"https://h/a', 'line 1: has a quote that is not closed, or stands in the middle of a field'],
    ['a,x"y",z', 'line 1: has a quote that is not closed, or stands in the middle of a field'],
    ['\n\r\na,https://h/a,b,c,d', 'line 3: has 5 fields, where 4 are expected (name, url, subfolder, requirements)'],
    ['Name,RepoUrl,Colour', 'line 1: has a column "Colour"; known are Name, RepoUrl, Subfolder, RequirementsFile, Ref'],
    ['Name,Subfolder', 'line 1: has no column RepoUrl'],
    ['Name,RepoUrl,URL', 'line 1: has two columns for the url'],
  ])('%j is refused with its line', (text, message) => {
    expect(problems(text)).toContain(message);
  });

  it('names every line that is wrong', () => {
    expect(readCsv('a,x\nb,https://h/b\nc,y').problems.map(({ line }) => line)).toEqual([1, 3]);
  });
});

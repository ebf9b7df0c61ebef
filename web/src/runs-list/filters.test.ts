import { describe, expect, it } from 'vitest';
import { filterWords, readFilters, toListQuery } from './filters.ts';

const NOW = Date.parse('2026-11-27T12:00:00.000Z');

describe('filters of an address', () => {
  it('are read, each once; what is no filter or would be refused is left out', () => {
    expect(
      readFilters({
        q: 'night',
        state: 'failed',
        range: '24h',
        template: ['comfyui', 'other'],
        tab: 'log',
        action: '',
      }),
    ).toEqual({ q: 'night', state: 'failed', range: '24h', template: 'comfyui' });
    expect(
      readFilters({
        state: 'exploded',
        step_outcome: 'x',
        range: 'toString',
        template_version: '-1',
        since: '2026-13-45',
        with_warnings: 'yes',
      }),
    ).toEqual({});
  });

  it('become the question to the API', () => {
    expect(
      toListQuery({ q: 'a b', state: 'active', instance: 'root@10.0.0.7:22', template_version: '7' }, NOW),
    ).toEqual({
      id_part: 'a b',
      active: true,
      instance: 'root@10.0.0.7:22',
      template_version: 7,
    });
    expect(toListQuery({ state: 'done_with_warnings', step_outcome: 'failed', action: 'git_clone' }, NOW)).toEqual({
      outcome: 'done_with_warnings',
      step_outcome: 'failed',
      action: 'git_clone',
    });
    expect(toListQuery({ range: '24h', with_warnings: 'true' }, NOW)).toEqual({
      since: '2026-11-26T12:00:00.000Z',
      with_warnings: true,
    });
  });

  it('take days whole, in the reader’s zone', () => {
    expect(toListQuery({ since: '2026-11-20', until: '2026-11-21' }, NOW)).toEqual({
      since: new Date(2026, 10, 20).toISOString(),
      until: new Date(2026, 10, 22).toISOString(),
    });
  });

  it('are told in words', () => {
    expect(filterWords('state', 'needs')).toBe('Needs you');
    expect(filterWords('step_outcome', 'failed')).toBe('Step came out: failed');
    expect(filterWords('instance', 'root@10.0.0.7:22')).toBe('Box: root@10.0.0.7:22');
  });
});

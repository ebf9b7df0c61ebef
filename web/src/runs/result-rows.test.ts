import { describe, expect, it } from 'vitest';
import { progressView, resultView } from './result-rows.ts';

const unknown = { done: null, total: null, unit: null, current: null, rate_per_s: null, eta_s: null };

describe('a result', () => {
  it('is shown as text or as named rows', () => {
    expect(resultView('/workspace/ComfyUI')).toEqual({ text: '/workspace/ComfyUI' });
    expect(resultView({ host_name: 'box', gpu: null, ready: true, disks: ['a', 'b'] })).toEqual({
      rows: [
        { name: 'host name', value: 'box' },
        { name: 'ready', value: 'yes' },
        { name: 'disks', value: 'a, b' },
      ],
    });
  });

  it('shows sizes and lengths of time as people read them, each once', () => {
    const result = {
      uptime_s: 5271,
      uptime: '1 h 27 min',
      took_s: 61,
      disk_free_bytes: 82_971_934_720,
      bytes: 554_102,
    };
    expect(resultView(result)).toEqual({
      rows: [
        { name: 'uptime', value: '1 h 27 min' },
        { name: 'took', value: '1 min 01 s' },
        { name: 'disk free', value: '77 GiB' },
        { name: 'bytes', value: '541 KiB' },
      ],
    });
  });

  it.each([[null], [''], [{}], [[]], [undefined]])('%j is not shown', (result) => {
    expect(resultView(result)).toBeNull();
  });
});

describe('progress', () => {
  it('has a bar only where a total is known', () => {
    expect(progressView({ ...unknown, done: 3, total: 10, unit: 'nodes' })).toMatchObject({
      text: '3 of 10 nodes',
      percent: 30,
    });
    expect(progressView({ ...unknown, done: 3, unit: 'files' })).toMatchObject({
      text: '3 files so far',
      percent: null,
    });
    expect(progressView({ ...unknown })).toBeNull();
    expect(progressView(null)).toBeNull();
  });

  it('counts bytes as sizes, with rate and time left', () => {
    const progress = {
      ...unknown,
      done: 1_048_576,
      total: 10_485_760,
      unit: 'bytes',
      current: 'a.png',
      rate_per_s: 2048,
      eta_s: 61,
    };
    expect(progressView(progress)).toEqual({
      text: '1.0 MiB of 10 MiB',
      percent: 10,
      details: ['a.png', '2.0 KiB/s', 'about 1 min 01 s left'],
    });
  });

  it('never shows more than 100 percent', () => {
    expect(progressView({ ...unknown, done: 12, total: 10 })?.percent).toBe(100);
  });
});

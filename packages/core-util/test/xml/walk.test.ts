import { expect, test } from '@jest/globals';
import { walkXml } from '@virtweave/core-util/xml';

test('tells what a document holds, in order', () => {
  const seen: string[] = [];
  walkXml(`<a x='1'><b>t&amp;u</b><!--c--><![CDATA[d]]></a>`, {
    start: (name, attributes, offset) => void seen.push(`<${name}@${offset} ${[...attributes].join()}`),
    end: () => void seen.push('>'),
    text: (value) => void seen.push(value),
    comment: (value) => void seen.push(`#${value}`),
    cdata: (value) => void seen.push(`[${value}`),
  });
  expect(seen).toEqual(['<a@0 x,1', '<b@9 ', 't&u', '>', '#c', '[d', '>']);
});

test('is as strict as the reader', () => {
  expect(() => walkXml('<a><b></a>', { start: () => undefined })).toThrow('1:7');
});

import { expect, test } from '@jest/globals';
import { selectNodes } from '../src/xpath/select.ts';
import { writeNode } from '../src/xpath/write.ts';
import { runScript } from './run-script.ts';

const document = `<a n='1'>
    <b x='1'><c/></b>
    <b x='2'>two &amp; more</b>
    <q:c xmlns:q='urn:q'/>
    <d xmlns='urn:d'/>
  </a>`;

const find = (expression: string): readonly string[] => selectNodes(document, expression).map((node) => writeNode(node));

test.each([
  ['b[@x=2]', ['<b x="2">two &amp; more</b>']],
  ['/a/b[1]', ['<b x="1">\n  <c/>\n</b>']],
  ['//b/@x', [' x="1"', ' x="2"']],
  ['//c', ['<c/>']],
  ['//d', []],
  ["//*[local-name()='d']", ['<d xmlns="urn:d"/>']],
  ['b[last()]/text()', ['two &amp; more']],
  ['//c/ancestor::*[1]/@x', [' x="1"']],
  ['(//b | //c)[2]', ['<c/>']],
  ['b[2]/preceding-sibling::b/c', ['<c/>']],
  ['//c/following::b/@x', [' x="2"']],
  ["//b[contains(., 'more') and not(c)]/@x", [' x="2"']],
])('%s', (expression, found) => expect(find(expression)).toEqual(found));

test.each(['//[', 'a b', "'open", 'a[1', 'f(', '', '1 +', '!'])('%s is no expression', (expression) =>
  expect(() => find(expression)).toThrow('XPath error : Invalid expression'),
);

test.each([
  ["dumpxml test --xpath '//interface/mac'", '<mac address="aa:bb:cc:dd:ee:ff"/>\n', 0],
  ["dumpxml test --xpath '//interface/mac/@*|//vcpu' --wrap", '<nodes address="aa:bb:cc:dd:ee:ff">\n  <vcpu placement="static">2</vcpu>\n</nodes>\n', 0],
  ["net-dumpxml default --xpath '//nothing'", '', 0],
  ["dumpxml test --xpath 'count(//disk)'", "error: internal error: Incorrect xpath 'count(//disk)'\n", 1],
  ["dumpxml test --xpath '//q:x'", 'error: XPath error : Undefined namespace prefix\n', 1],
  ["dumpxml test --xpath 'nope(1)'", 'error: XPath error : Unregistered function nope\n', 1],
])('%s', async (script, text, status) => expect(await runScript(script)).toEqual({ text, status }));

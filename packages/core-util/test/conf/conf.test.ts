import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Conf, type ConfInput } from '../../src/index.ts';

describe('read and write back', () => {
  // What libvirt 9.0 makes of each.
  test.each([
    ['a=1', 'a = 1\n'],
    ['a = +5', 'a = 5\n'],
    ['a=-0', 'a = 0\n'],
    ['a=010', 'a = 10\n'],
    ['a = 18446744073709551615', 'a = 18446744073709551615\n'],
    ['a = -9223372036854775808', 'a = -9223372036854775808\n'],
    ['a = """x\ny"""', 'a = """x\ny"""\n'],
    ['a=""" """', 'a = " "\n'],
    ['a=[]', 'a = [  ]\n'],
    ['a=[1,2,]', 'a = [ 1, 2 ]\n'],
    ['a=[\r\n1\n,\n2\n]', 'a = [ 1, 2 ]\n'],
    ['a = [ "x", [ ], 1 ]', 'a = [ "x", [  ], 1 ]\n'],
    ['# c\n\n  # d\na=1 #e\n#', '# c\n# d\na = 1 #e\n#\n'],
    ['a=1\r\nb=2\r\n', 'a = 1\nb = 2\n'],
    ['a=1\na=2', 'a = 1\na = 2\n'],
    ['a=1;b=2', 'a = 1\nb = 2\n'],
    ['a=1 ; # c', 'a = 1\n# c\n'],
    ["a='say \"hi\"'", "a = 'say \"hi\"'\n"],
    ['a="it\'s"', 'a = "it\'s"\n'],
    ['a="""say "hi"\nx"""', 'a = """say "hi"\nx"""\n'],
    ["a=''", 'a = ""\n'],
    ['a="é"', 'a = "é"\n'],
    ['  a_b9\t=\t1#x', 'a_b9 = 1 #x\n'],
    ['', ''],
  ])('%j', (text, written) => expect(Conf.parse(text).toString()).toBe(written));

  test.each([
    ['a', 1, 'expecting an assignment'],
    ['a\n=1', 1, 'expecting an assignment'],
    ['a-b=1', 1, 'expecting an assignment'],
    ['\n\na=', 3, 'expecting a value'],
    ['a=\n1', 1, 'expecting a value'],
    ['a=true', 1, 'expecting a value'],
    ['a=[1,,2]', 1, 'expecting a value'],
    ['a=[,1]', 1, 'expecting a value'],
    ['a=[1,\n# c\n2]', 2, 'expecting a value'],
    ['=1', 1, 'expecting a name'],
    ['_a=1', 1, 'expecting a name'],
    [';a=1', 1, 'expecting a name'],
    ['a=1;;b=2', 1, 'expecting a name'],
    ['a = "x" b = 2', 1, 'expecting a separator'],
    ['a=0x10', 1, 'expecting a separator'],
    ['a="say \\"hi\\""', 1, 'expecting a separator'],
    ['a=[1 2]', 1, 'expecting a separator in list'],
    ['a=[1,\n2 # c\n]', 2, 'expecting a separator in list'],
    ['a=[1', 1, 'list is not closed with ]'],
    ['a = "x', 1, 'unterminated string'],
    ["b=1\na = 'x\ny'", 2, 'unterminated string'],
    ['a = """xxxxxxx', 1, 'unterminated string'],
    ['a = -', 1, 'unterminated number'],
    ['a=--1', 1, 'unterminated number'],
    ['a = 18446744073709551616', 1, 'number out of range'],
    ['a = -9223372036854775809', 1, 'number out of range'],
    [`a = ${'9'.repeat(100_000)}`, 1, 'number out of range'],
    [`a="""x\n\n"""\nb=[`, 4, 'list is not closed with ]'],
    [`a=${'['.repeat(100_000)}`, 1, 'lists may be nested 64 deep'],
  ])('%.40j line %d: %s', (text, line, what) => {
    expect(() => Conf.parse(text, 'x.conf')).toThrow(
      expect.objectContaining({
        code: 'VIR_ERR_CONF_SYNTAX',
        message: `configuration file syntax error: x.conf:${line}: ${what}`,
      }),
    );
  });

  test('what was set comes back', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/["'\r\n]/.test(value));
    const { value } = fc.letrec<{ value: ConfInput; list: ConfInput[] }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, text, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), tie('list')),
      list: fc.array(tie('value')),
    }));
    fc.assert(
      fc.property(value, (input) => {
        const conf = new Conf().set('name', input);
        expect(Conf.parse(conf.toString()).get('name')).toEqual(conf.get('name'));
      }),
    );
  });
});

describe('set and delete', () => {
  const conf = Conf.parse('# top\na = 1 # one\nb = "x"\n');

  test('keep comments and place, and the original', () => {
    expect(conf.set('a', 2).toString()).toBe('# top\na = 2 # one\nb = "x"\n');
    expect(conf.set('c', [true, 'y']).toString()).toBe('# top\na = 1 # one\nb = "x"\nc = [ 1, "y" ]\n');
    expect(conf.delete('a').toString()).toBe('# top\nb = "x"\n');
    expect(conf.names()).toEqual(['a', 'b']);
  });

  test('refuse what the syntax cannot hold', () => {
    expect(() => conf.set('a-b', 1)).toThrow("'a-b' cannot be the name");
    for (const value of ['"""\n', 'x\n"', `"'`]) expect(() => conf.set('a', value).toString()).toThrow('cannot hold');
    expect(conf.set('a', `it's "so"!`).toString()).toContain(`a = """it's "so"!"""`);
  });
});

describe('typed access', () => {
  const of = (value: string): Conf => Conf.parse(`a = ${value}`, 'f');
  const message = (run: () => unknown): string => {
    try {
      return String(run());
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('absent settings are undefined', () => {
    const conf = new Conf();
    for (const get of ['getString', 'getStringList', 'getBool', 'getInt', 'getUInt', 'getLLong', 'getULLong'] as const) {
      expect(conf[get]('a')).toBeUndefined();
    }
  });

  test('values', () => {
    expect(of('"x"').getString('a')).toBe('x');
    expect(of('[]').getStringList('a')).toEqual([]);
    expect(of('["x", "y"]').getStringList('a')).toEqual(['x', 'y']);
    expect(of('"x"').getStringList('a', true)).toEqual(['x']);
    expect([of('0').getBool('a'), of('1').getBool('a')]).toEqual([false, true]);
    expect([of('-5').getInt('a'), of('5').getUInt('a')]).toEqual([-5, 5]);
    expect(of('-9223372036854775808').getLLong('a')).toBe(-(2n ** 63n));
    expect(of('18446744073709551615').getULLong('a')).toBe(2n ** 64n - 1n);
    expect(Conf.parse('a=1\na=2').getInt('a')).toBe(1);
  });

  test('refusals have libvirt`s words', () => {
    const internal = 'internal error: f: ';
    expect(message(() => of('"x"').getInt('a'))).toBe(`${internal}expected a signed integer for 'a' parameter`);
    expect(message(() => of('-1').getUInt('a'))).toBe(`${internal}expected an unsigned integer for 'a' parameter`);
    expect(message(() => of('-1').getULLong('a'))).toBe(`${internal}expected an unsigned integer for 'a' parameter`);
    expect(message(() => of('99999999999').getInt('a'))).toBe(
      `${internal}value for 'a' parameter must be in range -2147483648:2147483647`,
    );
    expect(message(() => of('99999999999').getUInt('a'))).toBe(`${internal}value for 'a' parameter must be in range 0:4294967295`);
    expect(message(() => of('18446744073709551615').getLLong('a'))).toBe(
      `${internal}value for 'a' parameter must be in range -9223372036854775808:9223372036854775807`,
    );
    expect(message(() => of('-1').getBool('a'))).toBe(`${internal}expected a bool for 'a' parameter`);
    expect(message(() => of('3').getBool('a'))).toBe(`${internal}value for 'a' parameter must be 0 or 1`);
    expect(message(() => of('1').getString('a'))).toBe(`${internal}expected a string for 'a' parameter`);
    expect(message(() => of('"x"').getStringList('a'))).toBe(`${internal}expected a string list for 'a' parameter`);
    expect(message(() => of('1').getStringList('a', true))).toBe(
      `${internal}expected a string or string list for 'a' parameter`,
    );
    expect(message(() => of('[1]').getStringList('a'))).toBe(
      "configuration file syntax error: f: expected a string list for 'a' parameter",
    );
  });
});

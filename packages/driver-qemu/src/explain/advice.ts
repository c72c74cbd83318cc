/** What a person can do about words of QEMU's. The first that fits. */
const remedies: readonly (readonly [words: RegExp, remedy: (match: RegExpExecArray) => string])[] = [
  [/Could not open '([^']*)'.*Permission denied/, ([, path]) => `let the user that QEMU runs as open '${path}'`],
  [/Could not open '([^']*)'.*No such file/, ([, path]) => `create '${path}', or correct the path in the document`],
  [/[Cc]ould not (?:open|load|read)[^']*'([^']*)'/, ([, path]) => `see whether '${path}' is there, is readable, and is what the document says`],
  [/Failed to get (?:shared )?"(\w+)" lock/, () => 'end what else has the image open, or mark the disk as <shareable/> in all its guests'],
  [/Image is not in (\w+) format/, ([, format]) => `the image is no ${format}: correct the type in <driver>`],
  [/'([^']*)' is not a valid device model name/, ([, name]) => `this QEMU was built without '${name}': install the package that has it, or choose another model`],
  [/unable to find CPU model '([^']*)'/, () => `choose one of the models that domain capabilities list, or mode='host-model'`],
  [/unsupported machine type/, () => 'choose one of the machines that the capabilities list'],
  [/[Cc]ould not access KVM|failed to initialize [Kk][Vv][Mm]/, () => `load the kernel module kvm and let QEMU open /dev/kvm, or define the guest with type='qemu'`],
  [/requires KVM|needs KVM|without KVM|only (?:available|supported) with KVM/i, () => 'it takes KVM: a guest of type qemu cannot have this'],
  [/Failed to (?:find an available port|bind socket)|Address already in use/, () => `another program listens there: choose another port, or autoport='yes'`],
  [/[Cc]annot set up guest memory|[Cc]annot allocate memory/, () => 'give the guest less memory, or free some of the host'],
  [/Unknown (?:driver|protocol) '([^']*)'/, ([, name]) => `this QEMU was built without '${name}': install what has it (Debian: qemu-block-extra)`],
  [/Parameter 'audiodev|Unknown audio driver|audio driver/, () => 'this QEMU was built without the audio driver: choose another <audio type>'],
  [/Property '(?:[^']*\.)?([^'.]*)' not found/, ([, name]) => `this QEMU does not know '${name}': take it out of the document, or take a newer QEMU`],
  [/Invalid parameter '([^']*)'|Parameter '([^']*)' is unexpected/, ([, a, b]) => `this QEMU does not know '${a ?? b}': take it out of the document, or take a newer QEMU`],
  [/invalid option|requires an argument/, () => 'correct or remove the argument in <qemu:commandline>'],
  [/PCI: slot (\d+) function \d+ .*(?:already|not available)|in use by/, () => 'give one of the two devices another <address>, or none, so that one is found'],
  [/Duplicate (?:ID|nodes)|Duplicate device ID/, () => 'two devices have the same name: remove the alias from one of them'],
];

/** What to do about it; undefined when nobody knows. */
export function adviceFor(words: string): string | undefined {
  for (const [pattern, remedy] of remedies) {
    const match = pattern.exec(words);
    if (match !== null) return remedy(match);
  }
  return undefined;
}

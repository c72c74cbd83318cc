export { XmlElement, type XmlCdata, type XmlComment, type XmlNode, type XmlSource, type XmlText } from './element.ts';
export { escapeXml } from './escape.ts';
export { foreignXml } from './foreign.ts';
export { attributePosition, elementPath, position, type XmlPosition } from './position.ts';
export type { XmlSink } from './guard.ts';
export { readXml, walkXml, type ReadXmlOptions } from './read.ts';
export { XmlWriter } from './write.ts';

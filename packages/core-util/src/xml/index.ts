export { XmlElement, type XmlCdata, type XmlComment, type XmlNode, type XmlSource, type XmlText } from './element.ts';
export { escapeXml } from './escape.ts';
export { foreignXml } from './foreign.ts';
export { XmlWriter } from './write.ts';

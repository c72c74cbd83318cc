export { XmlElement, type XmlCdata, type XmlComment, type XmlNode, type XmlSource, type XmlText } from './element.ts';

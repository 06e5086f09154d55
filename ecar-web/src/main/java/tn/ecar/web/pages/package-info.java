/**
 * The staff's pages. A page reads and calls the garage's use cases and decides nothing: what may be
 * done is said by the domain, who may see it by the roles in web.xml, every word by the bundles
 * beside this package.
 */
package tn.ecar.web.pages;

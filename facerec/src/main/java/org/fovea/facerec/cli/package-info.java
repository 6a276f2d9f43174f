/// The command line: data on stdout, progress and remarks on stderr; exit 0 done, 1 failed, 2 wrong usage.
package org.fovea.facerec.cli;

/// Several networks instead of one: each trained to look away from what the last one relied on, their answers combined.
package org.fovea.facerec.ensemble;

package org.fovea.facerec.experiment;

/// What is measured: a way to recognise people.
///
/// @param strategy how the networks came about; `single` for one network, or a baseline's name
/// @param driver `gradcam`, `control` or `baseline`
/// @param members networks that answer; 0 for a baseline
/// @param fusion how their answers are brought together; `none` for a baseline
public record SystemName(String strategy, String driver, int members, String fusion) implements Comparable<SystemName> {
    @Override
    public int compareTo(SystemName other) {
        int byFusion = fusion.compareTo(other.fusion);
        int byMembers = byFusion == 0 ? Integer.compare(members, other.members) : byFusion;
        return byMembers == 0 ? strategy.compareTo(other.strategy) : byMembers;
    }
}

//! Đợt rà soát: campaigns and assessments.
